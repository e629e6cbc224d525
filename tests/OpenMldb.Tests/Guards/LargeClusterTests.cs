using System.Collections.Immutable;
using System.Diagnostics;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Guards;
using Nightshift.OpenMldb.Snapshots;
using Xunit.Abstractions;
using Sample = Nightshift.OpenMldb.Tests.Cluster.Snapshots;

namespace Nightshift.OpenMldb.Tests.Guards;

public sealed class LargeClusterTests(ITestOutputHelper output)
{
    private const int Tablets = 1_000;
    private const int TablesCount = 100;
    private const int Partitions = 1_000;

    [Fact]
    public void Judge_AThousandTabletsAndAHundredThousandPartitions_TakesAFractionOfASecond()
    {
        var snapshot = Large();
        var run = new FakeInHand().Take(At(0));
        IGuard[] guards =
        [
            new TabletsAway(), new ReplicasAway(), new Leaderless(TimeSpan.FromSeconds(5), TimeProvider.System), new FailedOps(), new NodeBudget(TimeSpan.MaxValue, TimeProvider.System),
            new FailoverStaysOff(TimeSpan.FromSeconds(5), TimeProvider.System),
        ];
        Assert.All(guards, guard => Assert.True(guard.Judge(snapshot, run).Holds));
        var watch = Stopwatch.StartNew();
        foreach (var guard in guards)
        {
            var before = watch.Elapsed;
            guard.Judge(snapshot, run);
            output.WriteLine($"{guard.Name}: {(watch.Elapsed - before).TotalMilliseconds:F1} ms");
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static Endpoint At(int tablet) => Endpoint.Parse($"10.0.{tablet / 250}.{(tablet % 250) + 1}:10921");

    private static ClusterSnapshot Large()
    {
        Endpoint[] tablets = [.. Enumerable.Range(0, Tablets).Select(At)];
        return Sample.Good with
        {
            Tablets = Reading<ImmutableArray<TabletView>>.Known([.. tablets.Select(tablet => Sample.Tablet(tablet))]),
            Tables = Reading<ImmutableArray<TableInfo>>.Known([.. Enumerable.Range(0, TablesCount).Select(table => new TableInfo
            {
                Db = "demo",
                Name = $"t{table}",
                Tid = (uint)table,
                PartitionCount = Partitions,
                ReplicaCount = 3,
                Partitions = [.. Enumerable.Range(0, Partitions).Select(pid => new TablePartition(
                    (uint)pid,
                    [.. Enumerable.Range(0, 3).Select(replica => new Replica(tablets[((table * 7) + pid + (replica * 331)) % Tablets], replica == 0))],
                    []))],
            })]),
        };
    }
}
