using System.Text.Json;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd;

/// <summary>The first promise: every tablet upgraded, one after another, under writers, and nothing that was acknowledged is lost.</summary>
public sealed class UpgradeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task UpgradeAll_UnderWriters_LosesNothingAndKeepsOneAwayAtMost()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        var before = await cluster.ReadPartitionsAsync();

        Finished finished;
        IReadOnlyList<string> lost, stubbornLost;
        await using (var watcher = new Watcher(cluster))
        await using (var writers = await Writers.StartAsync(cluster, "demo.orders"))
        await using (var stubborn = await Writers.StartAsync(cluster, "demo.orders", stubborn: true))
        {
            finished = await BotProcess.RunAsync(box, Patience, "exec", "/upgrade tablet all --version 0.9.3", "--as", "operator", "--approve-as", "oncall", "--format", "json");
            lost = await writers.LostAsync();
            stubbornLost = await stubborn.LostAsync();
            output.WriteLine($"{finished.Last}");
            output.WriteLine($"{writers.Acknowledged} writes acknowledged, {writers.Refused} refused, {lost.Count} lost; stubborn {stubborn.Acknowledged}, {stubborn.Refused}, {stubbornLost.Count}");
            output.WriteLine($"{watcher.Samples} samples: {watcher.MostAway} tablets away at most; longest without a leader {watcher.LongestWithoutLeader.TotalMilliseconds:0} ms ({watcher.LongestWithoutLeaderOf})");
            Assert.Equal(0, finished.ExitCode);
            Assert.InRange(watcher.MostAway, 1, 1);
            Assert.True(watcher.Samples > 100, "the watcher could not see");

            // Under 0.2 s on a machine that has the time; here sixteen writers and the samplers take most of two cores. A move gives itself up after 3 s.
            Assert.InRange(watcher.LongestWithoutLeader, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            Assert.True(writers.Acknowledged > 500, "there was no load to speak of");
        }

        Assert.Empty(lost);
        Assert.Empty(stubbornLost);
        Assert.Equal("succeeded", finished.Last.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Number, finished.Last.GetProperty("run").ValueKind);
        await Expect.AsBeforeAsync(cluster, before, "true");
        foreach (var tablet in cluster.Tablets) Assert.StartsWith("0.9.3", await cluster.VersionAsync(tablet), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestartAll_WithLagAndSlowLoads_LosesNothing()
    {
        await using var box = await Box.UpAsync(autoFailover: false);
        using var cluster = new RawCluster(box);
        for (var tablet = 1; tablet <= 3; tablet++)
        {
            await box.Cluster.FaultAsync($"tablet{tablet}", new Onebox.Faults.Fault("lag", Onebox.Faults.FaultKind.ReplicationLag, DelayMs: 150), CancellationToken.None);
            await box.Cluster.FaultAsync($"tablet{tablet}", new Onebox.Faults.Fault("load", Onebox.Faults.FaultKind.LoadSlow, DelayMs: 500), CancellationToken.None);
        }

        var before = await cluster.ReadPartitionsAsync();
        Finished finished;
        await using (var writers = await Writers.StartAsync(cluster, "demo.orders"))
        {
            finished = await BotProcess.RunAsync(box, Patience, "exec", "/restart tablet all --allow-single-replica", "--approve-as", "oncall", "--format", "json");
            var lost = await writers.LostAsync();
            output.WriteLine($"{finished.Last}; {writers.Acknowledged} acknowledged, {writers.Refused} refused, {lost.Count} lost");
            Assert.Empty(lost);
        }

        Assert.Equal(0, finished.ExitCode);
        await Expect.AsBeforeAsync(cluster, before, "false");
    }
}
