using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>
/// What LoadTable needs. Mode, term and storage mode are always sent: what is absent is taken from <c>table_meta.txt</c> on disk, which no
/// role change ever updates, so that a promoted follower would load as follower.
/// </summary>
public sealed record LoadTable(
    TidPid Id, string Db, string Name, uint SegmentCount, TableMode Mode, ulong Term, StorageMode StorageMode, ImmutableArray<Endpoint> Replicas);

/// <summary>A new role for a loaded replica. <paramref name="Replicas"/> are the followers that a new leader replicates to.</summary>
public sealed record ChangeRole(TidPid Id, TableMode Mode, ulong? Term, ImmutableArray<Endpoint> Replicas);

/// <summary>Counts the records under one key of an index.</summary>
public sealed record CountQuery(TidPid Id, string IndexName, string Key, bool FilterExpired = false);

/// <summary>Reads the row under a key at a time in ms (0 = newest).</summary>
public sealed record GetQuery(TidPid Id, string IndexName, string Key, ulong TimestampMs = 0);

/// <summary>Writes one encoded row straight to a tablet.</summary>
public sealed record PutRow(TidPid Id, long TimestampMs, ReadOnlyMemory<byte> Value, ImmutableArray<RowKey> Keys, bool PutIfAbsent = false);
