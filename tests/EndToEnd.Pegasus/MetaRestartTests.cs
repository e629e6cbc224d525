using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>All that a whole cluster goes through, with one of its replica servers for all: then the meta servers, the leader last, then the collector.</summary>
public sealed class MetaRestartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RestartHa_AServerTheMetasAndTheCollector_KeepsThePauseAndLeavesTheSettings()
    {
        // A meta server whose session in ZooKeeper ends dies, and nothing here starts it again: a busy machine must not look like that.
        await using var box = await PegasusBox.UpAsync(settings: new Dictionary<string, string> { ["zookeeper.timeout_ms"] = "6000" });
        var settings = await Expect.SettingsAsync(box.Raw);
        var leader = (await box.Raw.FindLeaderAsync()).ToString();
        string[] all = [box.Replica(1), .. Enumerable.Range(1, 3).Select(box.Meta), box.Collector];
        var started = await Task.WhenAll(all.Select(PegasusBox.StartedAsync));
        await using var writers = await PegasusWriters.StartAsync(box.Raw, "orders", pause: 50);

        var finished = await box.RunAsync(
            TimeSpan.FromMinutes(6), "exec", $"/restart pegasus ha {box.Replica(1)} --metas all --collectors all", "--approve-as", "oncall", "--format", "json");
        output.WriteLine($"{finished.Output[^1]}\n{writers}");
        Assert.True(finished.ExitCode == 0, finished.Everything);
        Assert.Empty(await writers.LostAsync());
        await Expect.WholeAsync(box.Raw, settings);
        Assert.All(started.Zip(await Task.WhenAll(all.Select(PegasusBox.StartedAsync))), pair => Assert.NotEqual(pair.First, pair.Second));

        // Done means that the pause was kept: 30 s although lease and session of this box are shorter.
        var settled = finished.Output.Where(line => line.Contains("/settle\"", StringComparison.Ordinal) && line.Contains("\"step\":\"done\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, settled.Count);
        Assert.All(settled, line => Assert.Matches("kept its lease with it for (3[0-9]|[4-9][0-9]) s", line));
        Assert.Contains($"meta server {leader}/", settled[^1], StringComparison.Ordinal);
    }
}
