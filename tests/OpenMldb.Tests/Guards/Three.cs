using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

using Sample = Nightshift.OpenMldb.Tests.Cluster.Snapshots;

namespace Nightshift.OpenMldb.Tests.Guards;

/// <summary>Three tablets, one table of two partitions with three replicas, and one of a single replica; small changes of it.</summary>
internal static class Three
{
    public static readonly Endpoint A = Endpoint.Parse("a:1");
    public static readonly Endpoint B = Endpoint.Parse("b:1");
    public static readonly Endpoint C = Endpoint.Parse("c:1");

    public static ClusterSnapshot Good { get; } = With(
        [Sample.Leader(A), Sample.Follower(B), Sample.Follower(C)], [Sample.Leader(B), Sample.Follower(A), Sample.Follower(C)], [Sample.Leader(C)]);

    public static ClusterSnapshot With(Replica[] first, Replica[] second, Replica[] single) => Sample.Good with
    {
        Tablets = Sample.Tablets([.. new[] { A, B, C }.Select(tablet => Sample.Tablet(tablet))]),
        Tables = Reading<ImmutableArray<TableInfo>>.Known(
        [
            new TableInfo { Db = "bank", Name = "tx", Tid = 12, PartitionCount = 2, ReplicaCount = 3, Partitions = [new TablePartition(0, [.. first], [new TermOffset(1, 0)]), new TablePartition(1, [.. second], [])] },
            new TableInfo { Db = "bank", Name = "one", Tid = 13, PartitionCount = 1, ReplicaCount = 1, Partitions = [new TablePartition(0, [.. single], [])] },
        ]),
    };

    public static ClusterSnapshot First(params Replica[] first) => With(first, [Sample.Leader(B), Sample.Follower(A), Sample.Follower(C)], [Sample.Leader(C)]);

    public static ClusterSnapshot Away(this ClusterSnapshot snapshot, params Endpoint[] away) => snapshot with
    {
        Tablets = Reading<ImmutableArray<TabletView>>.Known([.. snapshot.Tablets.Value.Select(tablet => away.Contains(tablet.Endpoint) ? tablet with { State = TabletState.Offline } : tablet)]),
    };

    public static ClusterSnapshot Failover(this ClusterSnapshot snapshot, bool isOn) => snapshot with { AutoFailover = Reading<bool>.Known(isOn) };

    public static ClusterSnapshot Ops(this ClusterSnapshot snapshot, params OpInfo[] ops) => snapshot with { Ops = Reading<ImmutableArray<OpInfo>>.Known([.. ops]) };

    public static OpInfo Op(ulong id, OpStatus status, OpType type = OpType.RecoverTable, DateTimeOffset? started = null, uint pid = 0) =>
        new(id, type, $"k{type}OP", status, null, new PartitionId("bank", "tx", pid), started, null, false);
}
