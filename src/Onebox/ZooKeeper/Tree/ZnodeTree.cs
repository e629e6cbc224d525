using System.Diagnostics.CodeAnalysis;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>
/// The nodes and the sessions, all that is persisted. Changed by transactions alone; belongs to one thread. Source of the rules:
/// upstream's <c>DataTree.java</c>.
/// </summary>
internal sealed class ZnodeTree
{
    private readonly Dictionary<string, Znode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, SortedSet<string>> _ephemerals = [];
    private readonly Dictionary<long, int> _sessions = [];

    public ZnodeTree()
    {
        _nodes["/"] = new Znode([], AclEntry.Open, 0, 0, 0);
        foreach (var path in new[] { "/zookeeper", "/zookeeper/config", "/zookeeper/quota" })
            Add(path, new Znode([], AclEntry.Open, 0, 0, 0));
    }

    /// <summary>The last transaction that was applied.</summary>
    public long LastZxid { get; private set; }

    public int Count => _nodes.Count;

    public IEnumerable<KeyValuePair<string, Znode>> Nodes => _nodes;

    /// <summary>Open sessions and their timeouts in milliseconds.</summary>
    public IReadOnlyDictionary<long, int> Sessions => _sessions;

    public static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    public bool TryGet(string path, [NotNullWhen(true)] out Znode? node) => _nodes.TryGetValue(path, out node);

    /// <summary>Applies a decided change and returns what watches are to hear, in upstream's order.</summary>
    public IReadOnlyList<TreeEvent> Apply(Transaction transaction)
    {
        LastZxid = transaction.Zxid;
        return transaction switch
        {
            CreateTransaction create => Create(create),
            DeleteTransaction delete => Delete(delete.Path, delete.Zxid),
            SetDataTransaction set => SetData(set),
            SetAclTransaction set => SetAcl(set),
            CreateSessionTransaction open => Open(open),
            CloseSessionTransaction close => Close(close),
            _ => throw new InvalidOperationException($"no rule for {transaction.GetType().Name}"),
        };
    }

    /// <summary>Takes a node from a snapshot, parents first.</summary>
    public void Restore(string path, Znode node)
    {
        if (path == "/" || _nodes.ContainsKey(path))
            _nodes[path] = Adopt(_nodes[path], node);
        else
            Add(path, node);
    }

    public void Restore(long zxid, IReadOnlyDictionary<long, int> sessions)
    {
        LastZxid = zxid;
        foreach (var (session, timeout) in sessions)
            _sessions[session] = timeout;
    }

    private static Znode Adopt(Znode old, Znode restored)
    {
        restored.Children.UnionWith(old.Children);
        return restored;
    }

    private List<TreeEvent> Create(CreateTransaction create)
    {
        var parent = _nodes[Parent(create.Path)];
        parent.ChildrenCreated++;
        parent.Pzxid = create.Zxid;
        Add(create.Path, new Znode(create.Data, create.Acl, create.Zxid, create.Time, create.Ephemeral ? create.SessionId : 0));
        return [new(WatchEventType.NodeCreated, create.Path), new(WatchEventType.NodeChildrenChanged, Parent(create.Path))];
    }

    private List<TreeEvent> Delete(string path, long zxid)
    {
        if (!_nodes.Remove(path, out var node))
            throw new InvalidDataException($"transaction 0x{zxid:x} deletes '{path}', which is not there");
        var parent = _nodes[Parent(path)];
        parent.Children.Remove(Name(path));
        parent.Pzxid = zxid;
        if (node.EphemeralOwner != 0)
            _ephemerals[node.EphemeralOwner].Remove(path);
        return [new(WatchEventType.NodeDeleted, path), new(WatchEventType.NodeChildrenChanged, Parent(path))];
    }

    private List<TreeEvent> SetData(SetDataTransaction set)
    {
        var node = _nodes[set.Path];
        (node.Data, node.Version, node.Mzxid, node.Mtime) = (set.Data, set.Version, set.Zxid, set.Time);
        return [new(WatchEventType.NodeDataChanged, set.Path)];
    }

    private List<TreeEvent> SetAcl(SetAclTransaction set)
    {
        var node = _nodes[set.Path];
        (node.Acl, node.AclVersion) = (set.Acl, set.Version);
        return [];
    }

    private List<TreeEvent> Open(CreateSessionTransaction open)
    {
        _sessions[open.SessionId] = open.Timeout;
        return [];
    }

    private List<TreeEvent> Close(CloseSessionTransaction close)
    {
        _sessions.Remove(close.SessionId);
        var events = new List<TreeEvent>();
        if (_ephemerals.TryGetValue(close.SessionId, out var owned))
        {
            foreach (var path in owned.ToList())
                events.AddRange(Delete(path, close.Zxid));
        }

        _ephemerals.Remove(close.SessionId);
        return events;
    }

    private void Add(string path, Znode node)
    {
        _nodes.Add(path, node);
        _nodes[Parent(path)].Children.Add(Name(path));
        if (node.EphemeralOwner == 0)
            return;
        if (!_ephemerals.TryGetValue(node.EphemeralOwner, out var owned))
            _ephemerals[node.EphemeralOwner] = owned = new(StringComparer.Ordinal);
        owned.Add(path);
    }
}
