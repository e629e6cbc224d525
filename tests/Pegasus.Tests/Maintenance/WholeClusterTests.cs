using Nightshift.Clusters;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Leaks;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary><c>/stop pegasus</c> and <c>/start pegasus</c>.</summary>
public class WholeClusterTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Stop_EverythingRuns_EndsMetaServersBeforeReplicaServers()
    {
        await using var rig = new Rig(output);

        await Cluster(rig).Stop();

        Assert.All(rig.Cluster.Servers, server => Assert.False(server.Running));
        Assert.Equal(rig.Cluster.Metas.Order(), rig.Cluster.DeadMetas.Order());
        var stops = rig.Journal.Lines.Where(line => line.EndsWith("stop process: done", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, stops.Count);
        Assert.All(stops.Take(3), stop => Assert.Contains("meta", stop, StringComparison.Ordinal));
        Assert.All(stops.Skip(3), stop => Assert.Contains("replica", stop, StringComparison.Ordinal));
        Assert.Empty(rig.Cluster.Aborts);
    }

    [Fact]
    public async Task Start_AfterTheStop_BringsEverythingBackComplete()
    {
        await using var rig = new Rig(output);
        await Cluster(rig).Stop();

        await Cluster(rig, anew: true).Start();

        Assert.Empty(rig.Cluster.DeadMetas);
        Assert.All(rig.Cluster.Servers, server => Assert.Equal(2, server.Starts));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Start_EverythingRuns_StartsNothingAgain()
    {
        await using var rig = new Rig(output);

        await Cluster(rig).Start();

        Assert.All(rig.Cluster.Servers, server => Assert.Equal(1, server.Starts));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Stop_OneServerDoesNotEnd_NamesItAndEndsTheOthers()
    {
        await using var rig = new Rig(output);
        rig.Process(rig.First).NotStoppable = "pid 7 does not end";

        var failed = await Assert.ThrowsAsync<RunAbandonedException>(() => Cluster(rig).Stop());

        Assert.Contains("pid 7 does not end", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("34801", failed.At.ToString(), StringComparison.Ordinal);
        Assert.Equal([true, false, false, false, false], rig.Cluster.Servers.Select(server => server.Running));
    }

    [Fact]
    public async Task Stop_OneMetaServerDoesNotEnd_LeavesReplicaServersAlone()
    {
        await using var rig = new Rig(output);
        rig.Cluster.EndlessMetas.Add(rig.Cluster.Metas[1]);

        await Assert.ThrowsAsync<RunAbandonedException>(() => Cluster(rig).Stop());

        Assert.All(rig.Cluster.Servers, server => Assert.True(server.Running));
    }

    [Fact]
    public async Task Stop_NoMetaServerAnswers_EndsReplicaServersWithoutCheckpoints()
    {
        await using var rig = new Rig(output);
        foreach (var meta in rig.Cluster.Metas.Skip(1)) rig.Cluster.DeadMetas.Add(meta);
        rig.Cluster.KillLeader(TimeSpan.FromHours(1));

        await Cluster(rig).Stop();

        Assert.True(rig.Said("no checkpoints were asked for"));
        Assert.All(rig.Cluster.Servers, server => Assert.False(server.Running));
    }

    [Fact]
    public async Task Start_OneServerEndsAtItsFirstStart_IsStartedOnceMore()
    {
        await using var rig = new Rig(output);
        await Cluster(rig).Stop();
        rig.First.DiesOnStart = 1;

        await Cluster(rig, anew: true).Start();

        Assert.Equal(3, rig.First.Starts);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Start_OneServerDoesNotComeBack_NamesItAndStartsTheOthers()
    {
        await using var rig = new Rig(output);
        await Cluster(rig).Stop();
        rig.First.DiesOnStart = 5;

        var failed = await Assert.ThrowsAsync<RunAbandonedException>(() => Cluster(rig, anew: true).Start());

        Assert.Contains("replica server 127.0.0.1:34801 ended while it was starting", failed.Reason, StringComparison.Ordinal);
        Assert.Equal([false, true, true, true, true], rig.Cluster.Servers.Select(server => server.Serving));
    }

    [Fact]
    public async Task Start_NoMetaServerComesBack_StartsNoReplicaServer()
    {
        await using var rig = new Rig(output);
        await Cluster(rig).Stop();
        rig.Cluster.BrokenMetas.UnionWith(rig.Cluster.Metas);

        var failed = await Assert.ThrowsAsync<RunAbandonedException>(() => Cluster(rig, anew: true).Start());

        Assert.Contains("died while starting", failed.Reason, StringComparison.Ordinal);
        Assert.All(rig.Cluster.Servers, server => Assert.False(server.Running));
    }

    /// <param name="anew">As another run.</param>
    private static Pegasus Cluster(Rig rig, bool anew = false)
    {
        var client = rig.Cluster.Client;
        var tidying = new Tidying("rig", client, new LeftBehindReader(new LeaderSettings(client, client), null), NoRuns.Instance);
        return new Pegasus(anew ? new TestRun(new TestJournal()) : rig.Run, rig.Services, new Canaries(client, new CanarySettings(), TimeProvider.System), tidying);
    }
}
