using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class RecoverTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Recover_HealthyCluster_ChangesNothing()
    {
        await shared.Quiet();
        var before = await shared.Cluster.Placement();
        var ops = await shared.Cluster.Client.Nameserver.ShowOpStatus(OpFilter.All, default);
        await Recover();
        Assert.Equal(before, await shared.Cluster.Placement());
        Assert.Equal(ops.Length, (await shared.Cluster.Client.Nameserver.ShowOpStatus(OpFilter.All, default)).Length);
    }

    [Fact]
    public async Task Recover_ColdStartAfterLeadersMoved_BringsEveryPartitionBack()
    {
        await shared.Quiet();
        var moved = (await shared.Cluster.Client.Nameserver.ShowTable(shared.Shared.Id, default))!;
        await using (var writers = new Writers(shared.Cluster, [shared.Shared, shared.Single]))
        {
            await Wait.Until(() => Task.FromResult(writers.Acknowledged > 200), "some writes");
            await using (await new Tablet(shared.Cluster.At(0), new TestRun(new TestJournal()), shared.Cluster.Services()).Drain(allowSingleReplica: true))
                moved = (await shared.Cluster.Client.Nameserver.ShowTable(shared.Shared.Id, default))!;
            await writers.Stop();
            var before = await shared.Cluster.Placement();

            foreach (var node in shared.Cluster.Nameservers.Concat(shared.Cluster.Tablets)) await shared.Cluster.End(node);
            foreach (var tablet in shared.Cluster.Tablets) tablet.Start();
            await Wait.Until(async () => (await shared.Cluster.Client.Directory.ListTablets(default)).Length == 3, "three tablets");
            foreach (var nameserver in shared.Cluster.Nameservers) nameserver.Start();
            await Wait.Until(async () => (await shared.Cluster.Client.Nameserver.ShowTablet(default)).Count(t => t.State == TabletState.Healthy) == 3, "a nameserver that leads");

            await Recover();
            Assert.Equal(before, await shared.Cluster.Placement());
            Assert.Empty(await writers.Lost());
        }

        Assert.NotEmpty(moved.Partitions);
    }

    [Fact]
    public async Task Recover_TabletCameBackEmptyHanded_LoadsIt()
    {
        await shared.Quiet();
        var before = await shared.Cluster.Placement();
        var client = shared.Cluster.Client;
        await client.Nameserver.ConfSet("auto_failover", "false", default);
        await shared.Cluster.End(shared.Cluster.Tablets[1]);
        await Wait.Until(async () => (await client.Directory.FindTablet(shared.Cluster.At(1), default)) is null, "no registration");
        shared.Cluster.Tablets[1].Start();
        await Wait.Until(async () => (await client.Nameserver.ShowTablet(default)).All(t => t.State == TabletState.Healthy), "healthy tablets");
        await Recover();
        await client.Nameserver.ConfSet("auto_failover", "true", default);
        Assert.Equal(before, await shared.Cluster.Placement());
    }

    private async Task Recover()
    {
        var journal = new TestJournal();
        try
        {
            await new OpenMldb(new TestRun(journal), shared.Cluster.Services(), shared.Cluster.Tidying()).Recover();
        }
        finally
        {
            foreach (var line in journal.Lines) output.WriteLine(line);
        }
    }
}
