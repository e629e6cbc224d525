using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using static Nightshift.Pegasus.Tests.Cluster.Five;

namespace Nightshift.Pegasus.Tests.Cluster;

public sealed class ClusterFingerprintTests
{
    [Fact]
    public void Of_PrimaryMoved_IsTheSame() => Assert.Equal(Facts(Five.Good), Facts(Five.With(Partition(0, B, A, C), Partition(1, C, B, D))));

    [Fact]
    public void Of_NoPrimary_Differs() => Assert.NotEqual(Facts(Five.Good), Facts(Five.With(Partition(0, null, A, B, C), Partition(1, B, C, D))));

    [Fact]
    public void Of_ReplicaElsewhere_DiffersInItsPartitionAlone()
    {
        var (before, after) = (Facts(Five.Good), Facts(Five.With(Partition(0, A, B, E), Partition(1, B, C, D))));

        var changed = Assert.Single(before.Keys, key => before[key] != after[key]);
        Assert.Equal("table 2 temp", changed);
        Assert.Equal(["0:10.0.0.1:34801,10.0.0.2:34801,10.0.0.5:34801"], after[changed].Split(';').Except(before[changed].Split(';')));
    }

    [Fact]
    public void Of_Settings_AreNamedAsHoldsNameThem() =>
        Assert.Superset(
            new HashSet<string> { HeldSettings.Level, MetaSetting.AssignDelayMs, MetaSetting.AddSecondaryMax, MetaSetting.AddSecondaryFlowControl, MetaSetting.LivePercentage },
            Facts(Five.Good).Keys.ToHashSet());

    [Fact]
    public void Of_OwnTable_IsLeftOut()
    {
        var with = Five.Good with { Tables = [.. Five.Good.Tables, Five.Table("nightshift_canary", 9, [Partition(0, A, B, C)])] };

        Assert.Equal(Facts(Five.Good), Facts(with));
    }

    [Fact]
    public void Of_Unknown_StandsInItWithItsReason() =>
        Assert.Equal("unknown (no answer)", Facts(Five.Good.Set(settings => settings with { Level = Reading<MetaLevel>.Unknown("no answer") }))[HeldSettings.Level]);

    [Fact]
    public void Of_LargeTable_IsToldByItsHash()
    {
        ClusterSnapshot Large(Server last) => Five.Good with { Tables = [Five.Table("large", 3, [.. Enumerable.Range(0, 64).Select(index => Partition(index, A, B, index == 63 ? last : C))])] };

        var fact = Facts(Large(C))["table 3 large"];

        Assert.StartsWith("64 partitions of 3, placement ", fact, StringComparison.Ordinal);
        Assert.NotEqual(fact, Facts(Large(D))["table 3 large"]);
    }

    private static IReadOnlyDictionary<string, string> Facts(ClusterSnapshot snapshot) => ClusterFingerprint.Of(snapshot, "nightshift_canary").Facts;
}
