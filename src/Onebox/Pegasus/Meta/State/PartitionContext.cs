using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>What the leader remembers of a partition beside its configuration (<c>config_context</c>).</summary>
internal sealed class PartitionContext(MetaApp app, int index)
{
    private readonly List<DroppedReplica> _dropped = [];

    /// <summary>The configuration that it belongs to.</summary>
    public PartitionConfiguration Configuration => app.Partitions[index];

    /// <summary>The change that is being written; null: none.</summary>
    public PendingUpdate? Pending { get; set; }

    public bool IsPendingSync => Pending is not null;

    public ProposalActions Actions { get; } = new();

    /// <summary>Members that have reported their replica.</summary>
    public HashSet<NodeAddress> Serving { get; } = [];

    /// <summary>Former members, the last dropped one last.</summary>
    public IReadOnlyList<DroppedReplica> Dropped => _dropped;

    /// <summary>The next of <see cref="Dropped"/> to be tried when a secondary is urgently missing; -1: begin anew.</summary>
    public int PreferredDropped { get; set; } = -1;

    public void CancelSync()
    {
        Pending?.Cancel();
        Pending = null;
    }

    public bool RemoveFromDropped(NodeAddress node)
    {
        var at = _dropped.FindIndex(each => each.Node == node);
        if (at < 0)
        {
            return false;
        }

        _dropped.RemoveAt(at);
        PreferredDropped = _dropped.Count - 1;
        return true;
    }

    /// <summary>Remembers a node that was dropped just now; false when it is there already.</summary>
    public bool RecordDrop(NodeAddress node, long nowMs, int maxReserved)
    {
        if (_dropped.Any(each => each.Node == node))
        {
            return false;
        }

        _dropped.Add(new DroppedReplica(node, nowMs));
        PreferredDropped = _dropped.Count - 1;
        CheckSize(maxReserved);
        return true;
    }

    /// <summary>Takes what a node reports of a replica that is not in the group; false when there is no need of it.</summary>
    public bool CollectDropped(NodeAddress node, ReplicaInfo info, int maxReserved)
    {
        var known = _dropped.FindIndex(each => each.Node == node);
        var time = known < 0 ? 0 : _dropped[known].TimeMs;
        if (known >= 0)
        {
            _dropped.RemoveAt(known);
        }

        var replica = new DroppedReplica(node, time, info.Ballot, info.LastCommittedDecree, info.LastPreparedDecree);
        var at = _dropped.FindIndex(each => each >= replica);
        _dropped.Insert(at < 0 ? _dropped.Count : at, replica);
        PreferredDropped = _dropped.Count - 1;
        CheckSize(maxReserved);
        return _dropped.Any(each => each.Node == node);
    }

    /// <summary>Forgets the oldest as long as there are more than enough replicas, alive and dropped.</summary>
    public void CheckSize(int maxReserved)
    {
        while (_dropped.Count > 0 && Configuration.ReplicaCount() + _dropped.Count > Configuration.MaxReplicaCount + maxReserved)
        {
            _dropped.RemoveAt(0);
            PreferredDropped = _dropped.Count - 1;
        }
    }
}
