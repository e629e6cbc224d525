using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// Knows which replica servers are alive by their beacons, and which restart too often (<c>src/failure_detector/failure_detector.cpp</c>,
/// <c>src/meta/meta_server_failure_detector.cpp</c>). All of it runs under <see cref="ClusterState.Gate"/>.
/// </summary>
internal sealed class FailureDetector(MetaOptions options, TimeProvider time, ILogger log)
{
    private readonly Dictionary<NodeAddress, Worker> _workers = [];
    private readonly Dictionary<NodeAddress, Stability> _stability = [];
    private readonly SortedSet<NodeAddress> _alive = new(AddressOrder.Instance);
    private readonly SortedSet<NodeAddress> _dead = new(AddressOrder.Instance);

    /// <summary>Nodes that give signs of life, and those that did before a leader was chosen.</summary>
    public IReadOnlyCollection<NodeAddress> Alive => _alive;

    /// <summary>Nodes that are past their grace.</summary>
    public IReadOnlyCollection<NodeAddress> Dead => _dead;

    /// <summary>Called with every node that comes or goes.</summary>
    public Action<NodeAddress, bool> Changed { get; set; } = (_, _) => { };

    /// <summary>False: the node restarts too often and its beacons are not answered until it has run for a while.</summary>
    public bool IsStable(BeaconMessage beacon)
    {
        if (beacon.StartTime is not { } started)
        {
            return true;
        }

        if (!_stability.TryGetValue(beacon.From, out var known))
        {
            _stability[beacon.From] = new Stability { StartMs = started };
            return true;
        }

        var stableMs = (long)options.StableAfter.TotalMilliseconds;
        if (started == known.StartMs)
        {
            if (time.GetUtcNow().ToUnixTimeMilliseconds() - started >= stableMs)
            {
                known.UnstableRestarts = 0;
            }
        }
        else if (started > known.StartMs)
        {
            known.UnstableRestarts = started - known.StartMs < stableMs ? known.UnstableRestarts + 1 : 0;
            known.StartMs = started;
            log.UnstableRestart(beacon.From, known.UnstableRestarts);
        }

        return known.UnstableRestarts < options.MaxUnstableRestarts;
    }

    /// <summary>Takes a beacon as the leader.</summary>
    public void OnBeacon(NodeAddress node)
    {
        if (!_workers.TryGetValue(node, out var worker))
        {
            worker = _workers[node] = new Worker();
        }

        worker.LastBeacon = time.GetTimestamp();
        if (!worker.IsAlive)
        {
            worker.IsAlive = true;
            Connected(node);
        }
    }

    /// <summary>Declares those dead that are silent for longer than the grace.</summary>
    public void Check()
    {
        var grace = options.FdGrace;
        foreach (var (node, worker) in _workers.ToArray())
        {
            if (worker.IsAlive && time.GetElapsedTime(worker.LastBeacon) > grace)
            {
                worker.IsAlive = false;
                Disconnected(node);
            }
        }
    }

    /// <summary>A leader has loaded its state: nodes that serve partitions count as alive from now, until they are silent too long.</summary>
    public void Begin(IEnumerable<NodeAddress> serving)
    {
        foreach (var node in serving)
        {
            if (!_dead.Contains(node))
            {
                _alive.Add(node);
            }
        }

        foreach (var node in _alive)
        {
            _workers[node] = new Worker { IsAlive = true, LastBeacon = time.GetTimestamp() };
        }
    }

    /// <summary>Too few nodes are alive: nothing may be changed.</summary>
    public bool MustFreeze(long livePercentage)
        => _alive.Count < options.MinLiveNodeCount || _alive.Count * 100 < livePercentage * (_alive.Count + _dead.Count);

    private void Connected(NodeAddress node)
    {
        log.WorkerSeen(node, "connected");
        _alive.Add(node);
        _dead.Remove(node);
        Changed(node, true);
    }

    private void Disconnected(NodeAddress node)
    {
        log.WorkerSeen(node, "disconnected");
        _alive.Remove(node);
        _dead.Add(node);
        Changed(node, false);
    }

    private sealed class Worker
    {
        public long LastBeacon { get; set; }

        public bool IsAlive { get; set; }
    }

    private sealed class Stability
    {
        public long StartMs { get; set; }

        public int UnstableRestarts { get; set; }
    }
}
