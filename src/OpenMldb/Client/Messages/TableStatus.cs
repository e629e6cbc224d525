using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>One loaded replica by the tablet's own account (GetTableStatus). Source: <c>tablet.proto</c> TableStatus.</summary>
public readonly record struct TableStatus(
    TidPid Id, string Name, TableMode Mode, TableState State, ulong? Offset, ulong? Records, ulong? RecordBytes, ulong? DiskBytes, StorageMode StorageMode)
{
    /// <summary>Loaded and serving: normal, making a snapshot, or snapshot paused.</summary>
    public bool Serves => State is TableState.Normal or TableState.MakingSnapshot or TableState.SnapshotPaused;
}

/// <summary>GetTableFollower at a leader: its own offset and the last acknowledged offset of each follower.</summary>
public sealed record FollowerStatus(ulong LeaderOffset, ImmutableArray<FollowerOffset> Followers)
{
    /// <summary>Records acknowledged here and not yet by that follower; null when the leader does not replicate to it.</summary>
    public ulong? LagOf(Endpoint follower)
    {
        foreach (var entry in Followers)
        {
            if (entry.Endpoint == follower)
                return LeaderOffset > entry.Offset ? LeaderOffset - entry.Offset : 0;
        }

        return null;
    }
}

public readonly record struct FollowerOffset(Endpoint Endpoint, ulong Offset);

/// <summary>The newest snapshot on disk (GetManifest); all zero when there is none.</summary>
public sealed record Manifest(ulong Offset, string? Name, ulong Count, ulong Term);

/// <summary>GetTermPair: where a copy stands; from the snapshot manifest when the table is not loaded.</summary>
public sealed record TermPair(ulong Term, ulong Offset, bool HasTable, bool IsLeader);

/// <summary>One row as stored, at its time in ms.</summary>
public sealed record StoredRow(string? Key, ulong TimestampMs, ReadOnlyMemory<byte> Value);

/// <summary>Place of a row in one index: the key text and the index position.</summary>
public readonly record struct RowKey(string Key, uint Index);
