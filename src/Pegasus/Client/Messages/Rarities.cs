using System.Collections.Immutable;

namespace Nightshift.Pegasus.Client;

/// <summary><c>disk_info</c>: one data directory of a replica server.</summary>
public sealed record DiskInfo(
    string Tag, string Directory, long CapacityMb, long AvailableMb, ImmutableArray<Gpid> Primaries, ImmutableArray<Gpid> Secondaries);

/// <summary><c>ddd_partition_info</c>: a partition that lost all its members; <paramref name="Reason"/> says why the meta server does not take one back.</summary>
public sealed record LostPartition(PartitionConfig Config, ImmutableArray<DroppedReplica> Dropped, string Reason);

/// <param name="Collected">Whether the server has told what it holds since it came back.</param>
/// <param name="Ballot">-1 when collected and the replica does not exist there.</param>
public sealed record DroppedReplica(Server Server, bool Alive, bool Collected, long Ballot, long LastCommittedDecree, long LastPreparedDecree);
