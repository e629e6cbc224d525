using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>
/// A replica server as the leader has it (<c>node_state</c>), with the partitions that are on their way to it (<c>newly_partitions</c>), which
/// count when the least loaded node is looked for.
/// </summary>
internal sealed class NodeState(NodeAddress address)
{
    private readonly Dictionary<int, HashSet<Gpid>> _primaries = [];
    private readonly Dictionary<int, HashSet<Gpid>> _partitions = [];
    private readonly Dictionary<int, int> _newPrimaries = [];
    private readonly Dictionary<int, int> _newPartitions = [];
    private int _allNewPrimaries;
    private int _allNewPartitions;

    public NodeAddress Address { get; } = address;

    public bool IsAlive { get; set; }

    /// <summary>The node has told what it stores since it came alive.</summary>
    public bool HasCollected { get; set; }

    public int PrimaryCount { get; private set; }

    public int PartitionCount { get; private set; }

    public IEnumerable<Gpid> Partitions => _partitions.OrderBy(each => each.Key).SelectMany(each => each.Value.OrderBy(pid => pid.PartitionIndex));

    public int PrimaryCountOf(int app) => _primaries.TryGetValue(app, out var set) ? set.Count : 0;

    public int PartitionCountOf(int app) => _partitions.TryGetValue(app, out var set) ? set.Count : 0;

    public bool IsPrimaryOf(Gpid pid) => _primaries.TryGetValue(pid.AppId, out var set) && set.Contains(pid);

    public bool Serves(Gpid pid) => _partitions.TryGetValue(pid.AppId, out var set) && set.Contains(pid);

    public void Put(Gpid pid, bool asPrimary)
    {
        PartitionCount += Set(_partitions, pid.AppId).Add(pid) ? 1 : 0;
        if (asPrimary)
        {
            PrimaryCount += Set(_primaries, pid.AppId).Add(pid) ? 1 : 0;
        }
    }

    public void Remove(Gpid pid, bool onlyPrimary)
    {
        PrimaryCount -= Set(_primaries, pid.AppId).Remove(pid) ? 1 : 0;
        if (!onlyPrimary)
        {
            PartitionCount -= Set(_partitions, pid.AppId).Remove(pid) ? 1 : 0;
        }
    }

    /// <summary>A primary is on its way; an upgraded one is a partition already.</summary>
    public void AddNewPrimary(int app, bool onlyPrimary)
    {
        _allNewPrimaries += Count(_newPrimaries, app, 1);
        if (!onlyPrimary)
        {
            AddNewPartition(app);
        }
    }

    public void AddNewPartition(int app) => _allNewPartitions += Count(_newPartitions, app, 1);

    public void RemoveNewPrimary(int app, bool onlyPrimary)
    {
        _allNewPrimaries += Count(_newPrimaries, app, -1);
        if (!onlyPrimary)
        {
            RemoveNewPartition(app);
        }
    }

    public void RemoveNewPartition(int app) => _allNewPartitions += Count(_newPartitions, app, -1);

    /// <summary>Fewer primaries of that table, then fewer replicas of it, then fewer primaries, then fewer replicas.</summary>
    public bool HasFewerPrimariesThan(NodeState other, int app)
        => (ExpectedPrimaries(app), ExpectedPartitions(app), ExpectedPrimaries(), ExpectedPartitions())
            .CompareTo((other.ExpectedPrimaries(app), other.ExpectedPartitions(app), other.ExpectedPrimaries(), other.ExpectedPartitions())) < 0;

    /// <summary>Fewer replicas of that table, then fewer replicas.</summary>
    public bool HasFewerPartitionsThan(NodeState other, int app)
        => (ExpectedPartitions(app), ExpectedPartitions()).CompareTo((other.ExpectedPartitions(app), other.ExpectedPartitions())) < 0;

    private static HashSet<Gpid> Set(Dictionary<int, HashSet<Gpid>> sets, int app)
        => sets.TryGetValue(app, out var set) ? set : sets[app] = [];

    /// <summary>By how much the count really changed: it does not go below zero.</summary>
    private static int Count(Dictionary<int, int> counts, int app, int by)
    {
        var before = counts.GetValueOrDefault(app);
        counts[app] = Math.Max(0, before + by);
        return counts[app] - before;
    }

    private int ExpectedPrimaries(int app) => PrimaryCountOf(app) + _newPrimaries.GetValueOrDefault(app);

    private int ExpectedPartitions(int app) => PartitionCountOf(app) + _newPartitions.GetValueOrDefault(app);

    private int ExpectedPrimaries() => PrimaryCount + _allNewPrimaries;

    private int ExpectedPartitions() => PartitionCount + _allNewPartitions;
}
