using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client;

/// <summary>Turns answers into the records that callers see. What an answer must have and lacks is a <see cref="JsonException"/>.</summary>
internal static class FromWire
{
    public static ImmutableArray<TabletStatus> Tablets(ShowTabletResponse answer) =>
    [
        .. from t in answer.Tablets ?? []
           select new TabletStatus(Need(t.Endpoint, "a tablet's endpoint"), t.State, AgeOf(t.Age), RealEndpoint(t.RealEndpoint)),
    ];

    public static ImmutableArray<SdkEndpoint> SdkEndpoints(ShowTabletResponse answer) =>
        [.. (answer.Tablets ?? []).Select(t => new SdkEndpoint(Need(t.Endpoint, "a tablet's endpoint"), RealEndpoint(t.RealEndpoint)))];

    public static ImmutableArray<TableInfo> Tables(ShowTableResponse answer) => [.. (answer.TableInfo ?? []).Select(Table)];

    public static ImmutableArray<OpInfo> Ops(ShowOpStatusResponse answer, OpFilter filter) =>
    [
        .. from op in (answer.OpStatus ?? []).Select(Op)
           where (filter.OpId is null || op.Id == filter.OpId) && (filter.Partition is null || op.Partition == filter.Partition)
           orderby op.Id
           select op,
    ];

    /// <summary>No settings at all cannot be: a nameserver always has auto_failover.</summary>
    public static ImmutableDictionary<string, string> Conf(ConfGetResponse answer) =>
        answer.Conf?.ToImmutableDictionary() ?? throw new JsonException("The answer lacks conf.");

    public static ImmutableArray<TableStatus> Statuses(GetTableStatusResponse answer) => [.. (answer.AllTableStatus ?? []).Select(Status)];

    public static FollowerStatus Followers(GetTableFollowerResponse answer)
    {
        var followers = from f in answer.FollowerInfo ?? []
                        select new FollowerOffset(Need(f.Endpoint, "a follower's endpoint"), Need(f.Offset, "a follower's offset"));
        return new FollowerStatus(Need(answer.Offset, "the leader's offset"), [.. followers]);
    }

    public static Manifest Manifest(GetManifestResponse answer)
    {
        var manifest = answer.Manifest ?? new ManifestWire();
        return new Manifest(manifest.Offset, manifest.Name, manifest.Count, manifest.Term);
    }

    public static TermPair Term(GetTermPairResponse answer) =>
        new(Need(answer.Term, "the term"), Need(answer.Offset, "the offset"), Need(answer.HasTable, "has_table"), answer.IsLeader ?? false);

    public static StoredRow? Row(GetResponse answer) =>
        answer.Code == (int)ReturnCode.KeyNotFound ? null : new StoredRow(answer.Key, Need(answer.Ts, "the time"), answer.Value);

    public static TableStatus Status(TableStatusWire wire) => new(
        new TidPid(Need(wire.Tid, "tid"), Need(wire.Pid, "pid")), wire.Name ?? "", wire.Mode, wire.State, wire.Offset, wire.RecordCnt, wire.RecordByteSize, wire.Diskused,
        wire.StorageMode);

    public static T Need<T>(T? value, string what)
        where T : struct => value ?? throw new JsonException($"The answer lacks {what}.");

    private static TableInfo Table(TableInfoWire wire) => new()
    {
        Db = wire.Db ?? "",
        Name = wire.Name is { Length: > 0 } name ? name : throw new JsonException("A table lacks its name."),
        Tid = Need(wire.Tid, "a table's tid"),
        SegmentCount = wire.SegCnt,
        PartitionCount = wire.PartitionNum ?? (uint)(wire.TablePartition?.Count ?? 0),
        ReplicaCount = wire.ReplicaNum ?? (uint)(wire.TablePartition?.Select(p => p.Replicas.Length).DefaultIfEmpty().Max() ?? 0),
        StorageMode = wire.StorageMode,
        Columns = [.. (wire.ColumnDesc ?? []).Concat(wire.AddedColumnDesc ?? []).Select(c => new ColumnInfo(c.Name ?? "", c.DataType, c.NotNull))],
        Indexes = [.. (wire.ColumnKey ?? []).Select(Index)],
        Partitions = ImmutableCollectionsMarshal.AsImmutableArray(wire.TablePartition?.ToArray() ?? []),
    };

    private static IndexInfo Index(ColumnKeyWire wire) => new(
        wire.IndexName ?? "", [.. wire.ColName ?? []], wire.TsName, wire.Ttl?.TtlType, wire.Ttl?.AbsTtl ?? 0, wire.Ttl?.LatTtl ?? 0);

    private static OpInfo Op(OpStatusWire wire) => new(
        wire.OpId, WireEnumConverter<OpType>.Parse(wire.OpType), wire.OpType, WireEnumConverter<OpStatus>.Parse(wire.Status),
        wire.TaskType is null or "" or "-" ? null : wire.TaskType, new PartitionId(wire.Db ?? "", wire.Name ?? "", wire.Pid),
        Moment(wire.StartTime), Moment(wire.EndTime), wire.ForReplicaCluster != 0);

    private static DateTimeOffset? Moment(ulong seconds) => seconds switch
    {
        0 => null,
        < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds((long)seconds),
        _ => throw new JsonException("An op's time is out of range."),
    };

    private static TimeSpan? AgeOf(ulong? milliseconds) => milliseconds switch
    {
        null => null,
        < long.MaxValue / 10_000 => TimeSpan.FromMilliseconds((long)milliseconds.Value),
        _ => throw new JsonException("A tablet's age is out of range."),
    };

    private static Endpoint? RealEndpoint(string? text) => text is null or "" or "-" ? null
        : Endpoint.TryParse(text, out var endpoint) ? endpoint
        : throw new JsonException("A tablet's real endpoint is none.");
}
