using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client.Wire;

// Bodies of the tablet's calls, fields as in tablet.proto. A null is not sent.
internal sealed record TidPidRequest(uint? Tid, uint? Pid, StorageMode? StorageMode);

internal sealed record LoadTableRequest(TableMetaWire TableMeta);

internal sealed record TableMetaWire(
    uint Tid, string Name, uint Pid, uint SegCnt, ImmutableArray<Endpoint> Replicas, TableMode Mode, ulong Term, string Db, StorageMode StorageMode);

internal sealed record ChangeRoleRequest(uint Tid, uint Pid, ulong? Term, TableMode Mode, ImmutableArray<Endpoint> Replicas);

internal sealed record ReplicaRequest(uint Tid, uint Pid, Endpoint Endpoint);

internal sealed record CountRequest(uint Tid, uint Pid, string IdxName, string Key, bool FilterExpiredData);

internal sealed record PutRequest(long Time, ReadOnlyMemory<byte> Value, uint Tid, uint Pid, ImmutableArray<DimensionWire> Dimensions, bool? PutIfAbsent);

internal sealed record DimensionWire(string Key, uint Idx);

internal sealed record GetRequest(uint Tid, uint Pid, string Key, ulong Ts, string IdxName);
