using System.Collections.Concurrent;
using System.Text;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb.Tests.Support;

/// <summary>Nodes in memory with owners and transaction numbers; calls fail on order.</summary>
internal sealed class FakeZooKeeper : IZooKeeper
{
    private readonly ConcurrentDictionary<string, ZNode> _nodes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _zxid;

    /// <summary>Thrown by the next calls, in order.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    public FakeZooKeeper Add(string path, string value, long owner = 0)
    {
        var zxid = Interlocked.Increment(ref _zxid);
        var stat = new ZNodeStat { CreatedZxid = zxid, EphemeralOwner = owner, CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(zxid) };
        _nodes["/openmldb/" + path] = new ZNode(Encoding.UTF8.GetBytes(value), stat);
        Changed();
        return this;
    }

    public void Remove(string path)
    {
        Assert.True(_nodes.TryRemove("/openmldb/" + path, out _));
        Changed();
    }

    public bool Has(string path) => _nodes.ContainsKey("/openmldb/" + path);

    public Task<ZNode> Get(ZNodePath path, CancellationToken cancellationToken) => Try(() => Find(path) ?? throw NoNode(path));

    public Task<ZNodeChildren> Children(ZNodePath path, CancellationToken cancellationToken) => Try(() =>
    {
        var names = _nodes.Keys.Where(k => k.StartsWith(path + "/", StringComparison.Ordinal)).Select(k => k[(path.ToString().Length + 1)..].Split('/')[0]).Distinct();
        return names.ToArray() is { Length: > 0 } some ? new ZNodeChildren(some, new ZNodeStat()) : throw NoNode(path);
    });

    public Task Delete(ZNodePath path, int version, CancellationToken cancellationToken) => Try(() =>
    {
        if (!_nodes.TryRemove(path.ToString(), out _))
            throw NoNode(path);
        Changed();
        return true;
    });

    public async Task<ZNode?> WaitUntil(ZNodePath path, Func<ZNode?, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            if (Find(path) is var node && condition(node))
                return node;
            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task<ZNodeStat?> Exists(ZNodePath path, CancellationToken cancellationToken) => Try(() => Find(path)?.Stat);

    public Task<ZNodePath> Create(ZNodePath path, ReadOnlyMemory<byte> data, CreateMode mode, ZNodeAcl acl, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ZNodeStat> Set(ZNodePath path, ReadOnlyMemory<byte> data, int version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WaitUntilGone(ZNodePath path, CancellationToken cancellationToken) => WaitUntil(path, node => node is null, cancellationToken);

    private static ZooKeeperRefusedException NoNode(ZNodePath path) => new(ErrorCode.NoNode, "get", path.ToString());

    private ZNode? Find(ZNodePath path) => _nodes.GetValueOrDefault(path.ToString());

    private async Task<T> Try<T>(Func<T> answer)
    {
        await Task.Yield();
        return Failures.TryDequeue(out var failure) ? throw failure : answer();
    }

    private void Changed()
    {
        lock (_gate)
        {
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
