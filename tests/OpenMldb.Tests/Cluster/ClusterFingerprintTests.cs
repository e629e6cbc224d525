using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using static Nightshift.OpenMldb.Tests.Cluster.Snapshots;

namespace Nightshift.OpenMldb.Tests.Cluster;

public sealed class ClusterFingerprintTests
{
    [Fact]
    public void Of_OtherOffsetsAgesAndOrder_IsTheSame()
    {
        var later = Good with
        {
            TakenAt = DateTimeOffset.UnixEpoch.AddDays(1),
            Tables = Tables(Follower(B, 99), Leader(A, 100)),
            Tablets = Tablets(Tablet(A) with { Age = TimeSpan.FromDays(3) }, Tablet(B)),
        };

        Assert.Empty(Difference(later));
    }

    [Fact]
    public void Of_LeaderMoved_IsShown() =>
        Assert.Equal(["table bank.tx: 0:a:1*,b:1 → 0:a:1,b:1*"], Difference(Good with { Tables = Tables(Follower(A), Leader(B)) }));

    [Fact]
    public void Of_DeadOrAddedReplica_IsShown()
    {
        Assert.Equal(["table bank.tx: 0:a:1*,b:1 → 0:a:1*,b:1!"], Difference(Good with { Tables = Tables(Leader(A), Follower(B, alive: false)) }));
        Assert.Single(Difference(Good with { Tables = Tables(Leader(A)) }));
    }

    [Fact]
    public void Of_VersionStateMemberOrSetting_IsShown()
    {
        Assert.Equal(["tablet b:1: Healthy, 0.9.3 → Healthy, 0.9.2"], Difference(Good with { Tablets = Tablets(Tablet(A), Tablet(B, version: "0.9.2")) }));
        Assert.Equal(["tablet b:1: Healthy, 0.9.3 → absent"], Difference(Good with { Tablets = Tablets(Tablet(A)) }));
        Assert.Equal(["auto_failover: True → False"], Difference(Good with { AutoFailover = Reading<bool>.Known(false) }));
    }

    [Fact]
    public void Of_Unknown_CountsAsADifference()
    {
        Assert.NotEmpty(Difference(Good with { Tables = Reading<ImmutableArray<TableInfo>>.Unknown("x") }));
        Assert.NotEmpty(Difference(Good with { Tablets = Reading<ImmutableArray<TabletView>>.Unknown("x") }));
        Assert.Equal(["auto_failover: True → unknown (x)"], Difference(Good with { AutoFailover = Reading<bool>.Unknown("x") }));
    }

    [Fact]
    public void Of_ManyPartitions_StaysShortAndStillShowsAChange()
    {
        var table = Good.Tables.Value[0];
        ImmutableArray<TablePartition> many = [.. Enumerable.Range(0, 1000).Select(pid => new TablePartition((uint)pid, [Leader(A), Follower(B)], []))];
        var before = Good with { Tables = Reading<ImmutableArray<TableInfo>>.Known([table with { Partitions = many }]) };
        var after = Good with { Tables = Reading<ImmutableArray<TableInfo>>.Known([table with { Partitions = many.SetItem(777, new TablePartition(777, [Follower(A), Leader(B)], [])) }]) };

        var difference = Assert.Single(ClusterFingerprint.Of(before).DifferenceTo(ClusterFingerprint.Of(after)));

        Assert.StartsWith("table bank.tx: 1000 partitions, placement", difference, StringComparison.Ordinal);
        Assert.InRange(difference.Length, 1, 200);
    }

    private static IReadOnlyList<string> Difference(ClusterSnapshot now) => ClusterFingerprint.Of(Good).DifferenceTo(ClusterFingerprint.Of(now));
}
