using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>One partition as the nameserver and every tablet that has it tell it.</summary>
internal sealed record PartitionView(PartitionId Id, TablePartition Entry, ImmutableArray<CopyView> Copies, ImmutableArray<OpInfo> Unfinished)
{
    /// <summary>Copies whose tablet says that it leads.</summary>
    public IEnumerable<CopyView> TabletLeaders => Copies.Where(c => c.Status?.Mode == TableMode.Leader);

    /// <summary>The highest offset of any copy that could be asked.</summary>
    public ulong MaxOffset => Copies.Select(c => c.Offset ?? 0).DefaultIfEmpty().Max();

    public CopyView? On(Endpoint tablet) => Copies.FirstOrDefault(c => c.Tablet == tablet);

    public override string ToString() =>
        $"{Id}: {string.Join("; ", Copies)}{(Unfinished.IsEmpty ? "" : $"; {string.Join(", ", Unfinished)}")}";
}

/// <summary>One replica: its entry in the record, and its tablet's own account.</summary>
/// <param name="Status">Null when it is not loaded, or the tablet could not be asked.</param>
/// <param name="Unreachable">Why the tablet could not be asked.</param>
internal sealed record CopyView(Replica Entry, TableStatus? Status, string? Unreachable = null)
{
    public Endpoint Tablet => Entry.Endpoint;

    public ulong? Offset => Status?.Offset;

    /// <summary>Answers, is loaded, serves, and tells its offset.</summary>
    public bool Sound => Status is { Serves: true, Offset: not null };

    public override string ToString()
    {
        var recorded = $"{Tablet} recorded as {(Entry.IsLeader ? "leader" : "follower")}, {(Entry.IsAlive ? "alive" : "not alive")}";
        return Status is { } status ? $"{recorded}, is {status.Mode} {status.State} at {status.Offset}" : $"{recorded}, {Unreachable ?? "not loaded"}";
    }
}
