using System.Diagnostics;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class DrainTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Upgrade_UnderWrites_LosesNothingAndLeavesAllAsBefore()
    {
        await using var cluster = await SimulatedCluster.Start(statusPoll: 2000);
        var shared = await cluster.CreateTable("shared", 4, 3);
        var single = await cluster.CreateTable("single", 4, 1);
        var before = await cluster.Placement();
        await using var writers = new Writers(cluster, [shared, single]);
        var journal = new TestJournal();
        var watch = Stopwatch.StartNew();
        try
        {
            await Upgrade(new Tablet(cluster.At(0), new TestRun(journal), cluster.Services()), allowSingleReplica: true);
        }
        finally
        {
            output.WriteLine($"took {watch.Elapsed.TotalSeconds:F1} s, {writers.Acknowledged} writes, longest gap {writers.LongestGap.TotalMilliseconds:F0} ms");
            foreach (var line in journal.Lines) output.WriteLine(line);
        }

        Assert.Empty(await writers.Lost());
        Assert.Equal(before, await cluster.Placement());
    }

    private static async Task Upgrade(Tablet tablet, bool allowSingleReplica = false)
    {
        await using var drained = await tablet.Drain(allowSingleReplica);
        await tablet.Stop();
        await tablet.Install(new Release("0.9.3", "/nowhere"));
        await tablet.Start();
        await tablet.CatchUp();
    }
}
