using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

public class DrainTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Drain_HealthyCluster_TakesServerOutWithoutWaitingForARound()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Round = TimeSpan.FromHours(1) });
        await using (var gaps = new Gaps(rig.Cluster))
        {
            await using var drained = await rig.Server().Drain();
            Assert.Equal(0, rig.Primaries(rig.First));
            Assert.Equal(0, rig.Members(rig.First));
            Assert.All(rig.First.Replicas.Values, replica => Assert.True(replica.Closed));
            Assert.Equal("0", rig.Cluster.Settings[MetaSetting.AddSecondaryMax]);
            Assert.Equal("3600000", rig.Cluster.Settings[MetaSetting.AssignDelayMs]);
            Assert.True(gaps.Longest < TimeSpan.FromMilliseconds(500), $"{gaps.Longest}");
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_LastTryMovesTheLastPrimary_IsDrained()
    {
        var times = new FakeTimes { Round = TimeSpan.FromHours(1) };
        await using var rig = new Rig(output, times: times, options: Rig.Options(times) with { MoveTries = 1 });
        await using (await rig.Server().Drain()) Assert.Equal((0, 0), (rig.Primaries(rig.First), rig.Members(rig.First)));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_HealthyCluster_SpreadsPrimariesOverTheOthers()
    {
        await using var rig = new Rig(output, partitions: 20);
        await using var drained = await rig.Server().Drain();

        // Only the next two servers have replicas of what the first one led.
        Assert.Equal([12, 12, 8, 8], rig.Cluster.Servers.Skip(1).Select(rig.Primaries));
    }

    [Fact]
    public async Task Restart_AllServers_ComesBackCompleteWithNewProcesses()
    {
        await using var rig = new Rig(output);
        await using (var gaps = new Gaps(rig.Cluster))
        {
            for (var i = 0; i < 5; i++)
            {
                rig.Run = new TestRun(new TestJournal(), $"server {i}");
                await rig.Restart(i, new Release("2.5.0", "/nowhere"));
            }

            Assert.True(gaps.Longest < TimeSpan.FromMilliseconds(500), $"{gaps.Longest}");
        }

        await rig.AsBefore();
        Assert.All(rig.Cluster.Servers, server => Assert.Equal((2, "2.5.0"), (server.Starts, server.Version)));
        Assert.All(rig.Cluster.Servers, server => Assert.Equal(("2.5.0", true), (rig.Process(server).StagedRunning, rig.Process(server).FoundReady)));
    }

    [Fact]
    public async Task Drain_NothingInstalledToStartAgain_IsRefusedBeforeAnythingMoves()
    {
        await using var rig = new Rig(output);
        var primaries = rig.Primaries(rig.First);
        rig.Process(rig.First).NotStartable = "bin/pegasus_server does not exist";
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => rig.Server().Drain());
        Assert.Contains("bin/pegasus_server does not exist", refused.Message, StringComparison.Ordinal);
        Assert.Equal(primaries, rig.Primaries(rig.First));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_SettingsOtherThanDefault_ArePutBackToExactlyWhatTheyWere()
    {
        await using var rig = new Rig(output);
        rig.Cluster.Level = MetaLevel.Lively;
        rig.Cluster.Settings[MetaSetting.AssignDelayMs] = "123456";
        rig.Cluster.Settings[MetaSetting.AddSecondaryMax] = "7";
        rig.Cluster.Settings[MetaSetting.AddSecondaryFlowControl] = "false";
        await using (await rig.Server().Drain()) Assert.Equal(MetaLevel.Steady, rig.Cluster.Level);
        Assert.Equal(MetaLevel.Lively, rig.Cluster.Level);
        Assert.Equal("123456", rig.Cluster.Settings[MetaSetting.AssignDelayMs]);
        Assert.Equal("7", rig.Cluster.Settings[MetaSetting.AddSecondaryMax]);
        Assert.Equal("false", rig.Cluster.Settings[MetaSetting.AddSecondaryFlowControl]);
    }

    [Fact]
    public async Task Drain_LongerDelayThanWanted_IsLeftAlone()
    {
        await using var rig = new Rig(output);
        rig.Cluster.Settings[MetaSetting.AssignDelayMs] = "7200000";
        await using var drained = await rig.Server().Drain();
        Assert.Equal("7200000", rig.Cluster.Settings[MetaSetting.AssignDelayMs]);
    }

    [Fact]
    public async Task Drain_FewReplicas_IsRefusedByNameUnlessAllowed()
    {
        await using var rig = new Rig(output);
        rig.Cluster.CreateTable("lonely", 5, 1, 1);
        var refused = await Assert.ThrowsAsync<Runs.RunAbandonedException>(() => rig.Server().Drain());
        Assert.Contains("table lonely", refused.Reason, StringComparison.Ordinal);
        rig.Run = new TestRun(new TestJournal());
        await using (await rig.Server().Drain(allowFewReplicas: true)) Assert.Equal(1, rig.Primaries(rig.First));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_SingleReplica_IsBackAsPrimaryAfterwards()
    {
        await using var rig = new Rig(output);
        rig.Cluster.CreateTable("lonely", 5, 1, 1);
        rig.Cluster.CreateTable("pair", 5, 2, 1);
        var server = rig.Server();
        await using (await server.Drain(allowFewReplicas: true))
        {
            await server.Stop();
            await server.Start();
            await server.Heal();
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Restart_Simple_WaitsUntilTheServerServesWhatTheRecordNeverTookAway()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Connect = TimeSpan.FromMilliseconds(600) });
        var server = rig.Server();
        await using (await server.Hold())
        {
            await server.Stop();
            await server.Start();
            await server.Heal();
            lock (rig.Cluster.Gate) Assert.All(rig.Cluster.Partitions.Values, partition => Assert.True(rig.Cluster.IsWritable(partition), $"{partition.Id}"));
        }

        await rig.AsBefore();
    }
}
