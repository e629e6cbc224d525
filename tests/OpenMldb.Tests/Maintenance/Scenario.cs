using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>A cluster that tests share, one after another, since every maintenance leaves it as it found it.</summary>
public class SharedCluster : IAsyncLifetime
{
    internal SimulatedCluster Cluster { get; private set; } = null!;

    internal TableInfo Shared { get; private set; } = null!;

    internal TableInfo Single { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await StartCluster();
        Shared = await Cluster.CreateTable("shared", 4, 3);
        Single = await Cluster.CreateTable("single", 3, 1);
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    private protected virtual Task<SimulatedCluster> StartCluster() => SimulatedCluster.Start();
}

/// <summary>One upgrade of one tablet under writes, as a playbook does it, and what must hold afterwards whatever happened in between.</summary>
internal sealed class Scenario(SharedCluster shared, ITestOutputHelper output)
{
    private readonly SimulatedCluster _cluster = shared.Cluster;

    public TestJournal Journal { get; } = new();

    public bool AllowSingleReplica { get; init; } = true;

    public int Tablet { get; init; }

    public bool Stubborn { get; init; }

    public int Retries { get; init; }

    public string? AbortAt { get; init; }

    /// <summary>Where the world ends, once; the run is then taken up again.</summary>
    public KillSwitch? Kill { get; init; }

    /// <summary>Faults were put before and stay.</summary>
    public bool Keep { get; init; }

    public Release Release { get; init; } = new("0.9.3", "/nowhere");

    public async Task<Exception?> Run()
    {
        if (!Keep) await shared.Quiet();
        var before = await _cluster.Placement();
        await using var writers = new Writers(_cluster, [shared.Shared, shared.Single], Stubborn, perSecond: 60);
        Exception? thrown = null;
        try
        {
            if (Kill is null || await IsKilled(Kill)) await Upgrade(null);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            thrown = e;
        }
        finally
        {
            foreach (var line in Journal.Lines) output.WriteLine(line);
        }

        output.WriteLine($"{writers.Acknowledged} writes, longest gap {writers.LongestGap.TotalMilliseconds:F0} ms");
        foreach (var node in _cluster.Tablets.Concat(_cluster.Nameservers)) node.Faults.Clear();
        Assert.Empty(await writers.Lost());
        Assert.Equal(before, await _cluster.Placement());
        return thrown;
    }

    /// <summary>False when the upgrade was over before it came to that change.</summary>
    private async Task<bool> IsKilled(KillSwitch kill)
    {
        try
        {
            await Upgrade(kill);
            return false;
        }
        catch (KilledException)
        {
            output.WriteLine($"killed at {kill.At}");
            return true;
        }
    }

    private async Task Upgrade(KillSwitch? kill)
    {
        var run = new TestRun(Journal) { Retries = Retries, AbortAt = AbortAt };
        var tablet = new Tablet(_cluster.At(Tablet), run, _cluster.Services(kill));
        await using var drained = await tablet.Drain(AllowSingleReplica);
        await tablet.Stop();
        await tablet.Install(Release);
        await tablet.Start();
        await tablet.CatchUp();
    }
}

internal static class SharedClusterExtensions
{
    /// <summary>Nothing left of the test before: no fault, everything alive with known offsets.</summary>
    public static async Task Quiet(this SharedCluster shared)
    {
        foreach (var node in shared.Cluster.Tablets.Concat(shared.Cluster.Nameservers)) node.Faults.Clear();
        await Wait.Until(
            async () => DrainObstacles.Find(
                await shared.Cluster.Client.Snapshots.Read(SnapshotScope.Everything, default), shared.Cluster.At(0), true, shared.Cluster.Options).Count == 0,
            "a cluster that may be worked on");
    }
}
