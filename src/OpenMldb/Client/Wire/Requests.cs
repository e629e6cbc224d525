using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client.Wire;

// Bodies of the nameserver's calls, fields as in name_server.proto. A null is not sent, which means "absent" to the server.
internal sealed record EmptyRequest
{
    public static EmptyRequest Instance { get; } = new();
}

internal sealed record ShowTableRequest(string? Name, string? Db, bool? ShowAll);

internal sealed record ShowOpStatusRequest(string? Name, uint? Pid, string? Db, ulong? OpId);

internal sealed record OpIdRequest(ulong OpId);

internal sealed record DeleteOpRequest(string? Db, ulong? OpId, string? Status);

internal sealed record ConfSetRequest(ConfPair Conf);

internal sealed record ConfPair(string Key, string Value);

internal sealed record ChangeLeaderRequest(string Name, uint Pid, string CandidateLeader, string Db);

internal sealed record PartitionEndpointRequest(string Name, uint Pid, Endpoint Endpoint, string Db);

internal sealed record MigrateRequest(Endpoint SrcEndpoint, string Name, ImmutableArray<uint> Pid, Endpoint DesEndpoint, string Db);

internal sealed record RecoverEndpointRequest(Endpoint Endpoint, bool NeedRestore, uint? Concurrency);

internal sealed record OfflineEndpointRequest(Endpoint Endpoint, uint? Concurrency);

internal sealed record UpdateTableAliveRequest(string Name, Endpoint Endpoint, uint? Pid, bool IsAlive, string Db);

internal sealed record MakeSnapshotNsRequest(string Name, uint Pid, ulong? Offset, string Db);

internal sealed record GetTablePartitionRequest(string Name, uint Pid, string Db);

internal sealed record SetTablePartitionRequest(string Name, TablePartition TablePartition, string Db);
