using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Cluster;

/// <summary>A cluster of two nameservers and two tablets with one table, and small changes of it.</summary>
internal static class Snapshots
{
    public static readonly Endpoint A = Endpoint.Parse("a:1");
    public static readonly Endpoint B = Endpoint.Parse("b:1");

    public static ClusterSnapshot Good { get; } = new()
    {
        TakenAt = DateTimeOffset.UnixEpoch,
        Leader = Reading<NameserverNode>.Known(FakeDirectory.Node(Endpoint.Parse("n:1"))),
        Nameservers = Reading<ImmutableArray<NameserverView>>.Known([Nameserver("n:1", true), Nameserver("n:2", false)]),
        Tablets = Reading<ImmutableArray<TabletView>>.Known([Tablet(A), Tablet(B)]),
        Databases = Reading<ImmutableArray<string>>.Known(["bank"]),
        Tables = Tables(Leader(A), Follower(B)),
        Ops = Reading<ImmutableArray<OpInfo>>.Known([]),
        AutoFailover = Reading<bool>.Known(true),
    };

    public static Replica Leader(Endpoint at, ulong? records = 10, bool alive = true) => new(at, true, alive, records, records, records * 100);

    public static Replica Follower(Endpoint at, ulong? records = 10, bool alive = true, bool has = true) => new(at, false, alive, records, records, records * 100, has);

    public static TabletView Tablet(Endpoint at, TabletState state = TabletState.Healthy, string? version = "0.9.3") => new(
        at, state, TimeSpan.FromHours(1), Reading<TabletNode?>.Known(FakeDirectory.Tablet(at, at)),
        version is null ? Reading<string>.Unknown("no answer in 2 s") : Reading<string>.Known(version), Reading<LiveTables>.Unknown("not asked"));

    public static NameserverView Nameserver(string at, bool leads, string? version = "0.9.3") => new(
        FakeDirectory.Node(Endpoint.Parse(at), leads), version is null ? Reading<string>.Unknown("no answer in 2 s") : Reading<string>.Known(version));

    public static Reading<ImmutableArray<TabletView>> Tablets(params TabletView[] tablets) => Reading<ImmutableArray<TabletView>>.Known([.. tablets]);

    public static Reading<ImmutableArray<TableInfo>> Tables(params Replica[] replicas) => Reading<ImmutableArray<TableInfo>>.Known(
    [
        new TableInfo { Db = "bank", Name = "tx", Tid = 12, PartitionCount = 1, ReplicaCount = 2, Partitions = [new TablePartition(0, [.. replicas], [])] },
    ]);
}
