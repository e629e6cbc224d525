namespace Nightshift.Onebox.OpenMldb.Coordination;

/// <summary>Names of nodes with <c>use_name</c>: <c>map/names/&lt;name&gt;</c> holds the real address (<c>ZkClient::RegisterName</c>).</summary>
internal static class NodeNames
{
    /// <summary>False when a live node of that name has another address.</summary>
    public static async Task<bool> RegisterAsync(NodeContext node)
    {
        var root = node.Flags.ZkRootPath;
        var path = $"{root}/map/names/{node.Name}";
        var known = await node.ZooKeeper.GetTextAsync(path);
        if (known is not null && known != node.RealEndpoint && await IsLiveAsync(node, root))
        {
            return false;
        }

        return known is null
            ? await node.ZooKeeper.CreateTextAsync(path, node.RealEndpoint)
            : await node.ZooKeeper.SetTextAsync(path, node.RealEndpoint);
    }

    private static async Task<bool> IsLiveAsync(NodeContext node, string root)
    {
        var live = new List<string>(await node.ZooKeeper.ChildrenAsync($"{root}/nodes") ?? []);
        foreach (var child in await node.ZooKeeper.ChildrenAsync($"{root}/leader") ?? [])
        {
            live.Add(await node.ZooKeeper.GetTextAsync($"{root}/leader/{child}") ?? string.Empty);
        }

        return live.Contains(node.Name);
    }
}
