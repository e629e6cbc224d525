using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb.Discovery;

/// <summary>Reads a cluster's members below its <c>zk_root_path</c>.</summary>
internal sealed class ClusterDirectory(ZooKeeperTree tree, TimeProvider time) : IClusterDirectory
{
    private const string StartupPrefix = "startup_";
    private const string NearlinePrefix = "NLTABLET_";
    private const int LeaderReads = 5;

    public async Task<ImmutableArray<NameserverNode>> ListNameservers(CancellationToken cancellationToken)
    {
        var found = new List<NameserverNode>();
        foreach (var name in await tree.Children("leader", cancellationToken))
        {
            if (await tree.Find($"leader/{name}", cancellationToken) is not { } node)
                continue;
            var endpoint = EndpointIn(node.Text, $"leader/{name}");
            if (found.All(f => f.Endpoint != endpoint))
                found.Add(new NameserverNode(endpoint, await Resolve(endpoint, cancellationToken), found.Count == 0, name, node.Stat.CreatedAt));
        }

        return [.. found];
    }

    public async Task<NameserverNode?> FindLeader(CancellationToken cancellationToken)
    {
        for (var read = 0; read < LeaderReads; read++)
        {
            if ((await tree.Children("leader", cancellationToken)).FirstOrDefault() is not { } smallest)
                return null;
            if (await tree.Find($"leader/{smallest}", cancellationToken) is not { } node)
                continue;
            var endpoint = EndpointIn(node.Text, $"leader/{smallest}");
            return new NameserverNode(endpoint, await Resolve(endpoint, cancellationToken), true, smallest, node.Stat.CreatedAt);
        }

        throw new DiscoveryException($"The smallest node below {tree.Root}/leader vanished {LeaderReads} times while it was read.");
    }

    public async Task<ImmutableArray<TabletNode>> ListTablets(CancellationToken cancellationToken)
    {
        var names = (await tree.Children("nodes", cancellationToken)).Where(n => !n.StartsWith(NearlinePrefix, StringComparison.Ordinal));
        var nodes = await Bounded.Select(names, 32, (name, token) => FindTablet(EndpointIn(name, "nodes"), token), cancellationToken);
        return [.. nodes.OfType<TabletNode>()];
    }

    public async Task<TabletNode?> FindTablet(Endpoint tablet, CancellationToken cancellationToken) =>
        await tree.Find($"nodes/{tablet}", cancellationToken) is { } node ? await Tablet(tablet, node, cancellationToken) : null;

    public async Task<Endpoint> Resolve(Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (!endpoint.IsName)
            return endpoint;
        var path = $"map/names/{endpoint}";
        if (await tree.Find(path, cancellationToken) is not { } node)
            throw new DiscoveryException($"{endpoint} is a name, but there is no {tree.Root}/{path} that gives its address.");
        var address = EndpointIn(node.Text, path);
        return address.IsName ? throw new DiscoveryException($"{tree.Root}/{path} holds {address}, which is no address.") : address;
    }

    public async Task<bool> WaitUntilGone(TabletNode node, TimeSpan deadline, CancellationToken cancellationToken) =>
        await tree.WaitUntil($"nodes/{node.Endpoint}", found => !IsSame(found, node), deadline, time, cancellationToken) is { Held: true };

    public async Task<TabletNode?> WaitUntilRegistered(Endpoint tablet, TabletNode? previous, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var seen = await tree.WaitUntil(
            $"nodes/{tablet}", found => found is not null && (previous is null || !IsSame(found, previous)), deadline, time, cancellationToken);
        return seen is { Held: true, Node: { } node } ? await Tablet(tablet, node, cancellationToken) : null;
    }

    /// <remarks>
    /// ZooKeeper can make a deletion depend on the data version only, which is 0 for every fresh registration. The owner is therefore read right before;
    /// a new process can register in between only if the old node vanished in the same instant, and nobody starts one before this returns.
    /// </remarks>
    public async Task<NodeRemoval> DeleteNode(TabletNode node, CancellationToken cancellationToken)
    {
        var path = $"nodes/{node.Endpoint}";
        return await tree.Find(path, cancellationToken) switch
        {
            null => NodeRemoval.AlreadyGone,
            { } found when !IsSame(found, node) || found.Stat.Version != node.Version => NodeRemoval.Replaced,
            _ => await tree.Delete(path, node.Version, cancellationToken),
        };
    }

    private static bool IsSame(ZNode? found, TabletNode node) =>
        found is not null && found.Stat.CreatedZxid == node.Czxid && found.Stat.EphemeralOwner == node.EphemeralOwner;

    private async Task<TabletNode> Tablet(Endpoint tablet, ZNode node, CancellationToken cancellationToken) => new(
        tablet, await Resolve(tablet, cancellationToken), node.Text.StartsWith(StartupPrefix, StringComparison.Ordinal),
        node.Stat.EphemeralOwner, node.Stat.CreatedZxid, node.Stat.Version, node.Stat.CreatedAt);

    private Endpoint EndpointIn(string text, string path) => Endpoint.TryParse(text, out var endpoint)
        ? endpoint
        : throw new DiscoveryException($"What stands in {tree.Root}/{path} is no endpoint.");
}
