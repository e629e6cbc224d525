using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>When something breaks in the middle, the run goes on where that is safe; else it stops, says why, and the cluster is as it was.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task RestartHa_LeaderMetaKilledInTheMiddle_CarriesOnAndPutsTheSettingsBackOnTheNext()
    {
        await using var box = await PegasusBox.UpAsync();
        var settings = await Expect.SettingsAsync(box.Raw);
        await using var writers = await PegasusWriters.StartAsync(box.Raw, "orders", pause: 20);
        await using var bot = box.Bot(null, "exec", $"/restart pegasus ha {box.Replica(1)}", "--approve-as", "oncall", "--format", "json");
        await bot.WaitForLineAsync(line => line.Contains("drain", StringComparison.Ordinal) && line.Contains("\"step\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        await box.KillAsync(box.NameOfMeta((await box.Raw.FindLeaderAsync()).ToString()));

        var finished = await bot.EndAsync(Patience);
        output.WriteLine($"{finished.Output[^1]}\n{writers}");
        Assert.True(finished.ExitCode is 0 or 1 or 3, finished.Everything);
        Assert.Empty(await writers.LostAsync());
        await box.Cluster.UpAsync(new Progress<string>(), CancellationToken.None);
        await Expect.WholeAsync(box.Raw, settings);
    }

    [Fact]
    public async Task RestartHa_AnotherServerKilled_StopsBeforeItMakesThingsWorse()
    {
        await using var box = await PegasusBox.UpAsync();
        var settings = await Expect.SettingsAsync(box.Raw);
        await using var writers = await PegasusWriters.StartAsync(box.Raw, "orders", pause: 20);
        await using var bot = box.Bot(null, "exec", $"/restart pegasus ha {box.Replica(1)}", "--approve-as", "oncall", "--format", "json");
        await bot.WaitForLineAsync(line => line.Contains("drain", StringComparison.Ordinal) && line.Contains("\"step\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        await box.KillAsync("replica4");

        var finished = await bot.EndAsync(Patience);
        output.WriteLine($"{finished.Output[^1]}\n{writers}");
        Assert.Contains(finished.Output, line => line.Contains(box.Replica(4), StringComparison.Ordinal) && line.Contains("error", StringComparison.Ordinal));
        Assert.Empty(await writers.LostAsync());
        await box.Cluster.UpAsync(new Progress<string>(), CancellationToken.None);
        await Expect.WholeAsync(box.Raw, settings);
    }
}
