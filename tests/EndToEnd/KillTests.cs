using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd;

/// <summary>The bot is killed at random moments and started again: the run finishes, no effect happens twice, the setting ends as it began.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 50;
    private const int Seed = 20_261_120;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task UpgradeAll_KilledFiftyTimes_FinishesEachRunOnce()
    {
        var random = new Random(Seed);
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        await using var starts = new StartCounter(box);
        await using var writers = await Writers.StartAsync(cluster, "demo.orders");
        var before = await cluster.ReadPartitionsAsync();
        var killed = 0;
        var upgrades = 0;
        while (killed < Kills)
        {
            var version = upgrades % 2 == 0 ? "0.9.3" : "0.9.2";
            upgrades++;
            killed += await UpgradeUnderFireAsync(box, version, Kills - killed, random);
            foreach (var tablet in cluster.Tablets) Assert.StartsWith(version, await cluster.VersionAsync(tablet), StringComparison.Ordinal);
            await Expect.AsBeforeAsync(cluster, before, "true");
        }

        var lost = await writers.LostAsync();
        output.WriteLine($"seed {Seed}: {killed} kills over {upgrades} upgrades of all tablets; {writers.Acknowledged} writes acknowledged, {lost.Count} lost");
        Assert.Empty(lost);

        // Each tablet was started by the box once, and once by each run: a second start of a live tablet would have shown as one more process.
        foreach (var (tablet, count) in starts.Counts)
        {
            output.WriteLine($"{tablet}: {count} processes over {upgrades} upgrades");
            Assert.Equal(1 + upgrades, count);
        }
    }

    /// <summary>One upgrade, killed at random moments until it has ended; returns how often.</summary>
    private static async Task<int> UpgradeUnderFireAsync(Box box, string version, int mostKills, Random random)
    {
        var kills = 0;
        await using (var first = BotProcess.Start(box, "exec", $"/upgrade tablet all --version {version}", "--approve-as", "oncall", "--format", "json"))
        {
            // Before the run is submitted there would be nothing to carry on.
            await first.WaitForLineAsync(line => line.Contains("\"step\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 4_000)));
            if (first.HasExited) return 0;
            first.Kill();
            kills++;
        }

        while (true)
        {
            await using var next = BotProcess.Start(box, "resume", "--format", "json");
            if (kills < mostKills)
            {
                await next.WaitForLineAsync(line => line.StartsWith('{'), TimeSpan.FromSeconds(60));
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 3_000)));
                if (!next.HasExited)
                {
                    next.Kill();
                    kills++;
                    continue;
                }
            }

            var finished = await next.EndAsync(Patience);
            Assert.True(finished.ExitCode == 0, $"after {kills} kills:\n{finished.Everything}");
            return kills;
        }
    }
}
