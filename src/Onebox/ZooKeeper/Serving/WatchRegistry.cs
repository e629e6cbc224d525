using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Serving;

/// <summary>
/// Who waits for which node: one-shot, per connection, gone with it. A connection that watches a node's data and its children hears of the
/// deletion once. Source: upstream's <c>WatchManager.java</c>, <c>DataTree.setWatches</c>.
/// </summary>
internal sealed class WatchRegistry
{
    private readonly Dictionary<string, HashSet<ServerConnection>> _data = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ServerConnection>> _child = new(StringComparer.Ordinal);

    public void WatchData(string path, ServerConnection connection) => Add(_data, path, connection);

    public void WatchChildren(string path, ServerConnection connection) => Add(_child, path, connection);

    /// <summary>Takes the watches that an event ends and returns their owners.</summary>
    public IReadOnlyCollection<ServerConnection> Take(TreeEvent treeEvent)
    {
        var hit = new HashSet<ServerConnection>();
        if (treeEvent.Type != WatchEventType.NodeChildrenChanged && _data.Remove(treeEvent.Path, out var data))
            hit.UnionWith(data);
        if (treeEvent.Type is WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted && _child.Remove(treeEvent.Path, out var child))
            hit.UnionWith(child);
        foreach (var connection in hit.Where(connection => !Has(_data, treeEvent.Path, connection) && !Has(_child, treeEvent.Path, connection)))
            connection.Watched.Remove(treeEvent.Path);
        return hit;
    }

    /// <summary>Sets a reconnected client's watches again; what changed while it was away is returned, to be told at once.</summary>
    public IReadOnlyList<TreeEvent> SetAgain(SetWatches watches, ZnodeTree tree, ServerConnection connection)
    {
        var missed = new List<TreeEvent>();
        foreach (var path in watches.Data)
            Again(path, node => node is null ? WatchEventType.NodeDeleted : node.Mzxid > watches.RelativeZxid ? WatchEventType.NodeDataChanged : null, _data);
        foreach (var path in watches.Exist)
            Again(path, node => node is null ? null : WatchEventType.NodeCreated, _data);
        foreach (var path in watches.Child)
            Again(path, node => node is null ? WatchEventType.NodeDeleted : node.Pzxid > watches.RelativeZxid ? WatchEventType.NodeChildrenChanged : null, _child);
        return missed;

        void Again(string path, Func<Znode?, WatchEventType?> changed, Dictionary<string, HashSet<ServerConnection>> kind)
        {
            if (changed(tree.TryGet(path, out var node) ? node : null) is { } type)
                missed.Add(new TreeEvent(type, path));
            else
                Add(kind, path, connection);
        }
    }

    public void Forget(ServerConnection connection)
    {
        foreach (var path in connection.Watched)
        {
            Remove(_data, path, connection);
            Remove(_child, path, connection);
        }

        connection.Watched.Clear();
    }

    private static void Add(Dictionary<string, HashSet<ServerConnection>> kind, string path, ServerConnection connection)
    {
        if (!kind.TryGetValue(path, out var owners))
            kind[path] = owners = [];
        owners.Add(connection);
        connection.Watched.Add(path);
    }

    private static bool Has(Dictionary<string, HashSet<ServerConnection>> kind, string path, ServerConnection connection) =>
        kind.TryGetValue(path, out var owners) && owners.Contains(connection);

    private static void Remove(Dictionary<string, HashSet<ServerConnection>> kind, string path, ServerConnection connection)
    {
        if (kind.TryGetValue(path, out var owners) && owners.Remove(connection) && owners.Count == 0)
            kind.Remove(path);
    }
}
