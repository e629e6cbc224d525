using System.Text;

namespace Nightshift.Onebox.OpenMldb.Coordination;

/// <summary>Values that are text.</summary>
internal static class NodeZooKeeperText
{
    public static async Task<string?> GetTextAsync(this INodeZooKeeper zk, string path)
        => await zk.GetAsync(path) is { } value ? Encoding.UTF8.GetString(value) : null;

    public static Task<bool> SetTextAsync(this INodeZooKeeper zk, string path, string value) => zk.SetAsync(path, Encoding.UTF8.GetBytes(value));

    public static Task<bool> CreateTextAsync(this INodeZooKeeper zk, string path, string value)
        => zk.CreateAsync(path, Encoding.UTF8.GetBytes(value));
}
