using System.Globalization;
using System.Text.Json;
using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>Every replica server restarted, one after another, under writers: nothing that was acknowledged is lost, and clients notice less than with any other way.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task RestartHa_UnderWriters_LosesNothingAndGapsNoMoreThanTheOtherWays()
    {
        await using var box = await PegasusBox.UpAsync();
        var settings = await Expect.SettingsAsync(box.Raw);
        var started = await StartsAsync(box);

        var ha = await MeasureAsync(box, "ha, five servers", () => RestartAsync(box, "ha", box.Servers));
        await Expect.WholeAsync(box.Raw, settings);
        Assert.All(started.Zip(await StartsAsync(box)), pair => Assert.NotEqual(pair.First, pair.Second));

        var simple = await MeasureAsync(box, "simple, two servers", () => RestartAsync(box, "simple", box.Servers.Take(2)));
        await Expect.WholeAsync(box.Raw, settings);

        var script = new DocumentedScript(box.Raw, server => box.ScriptAsync(server, "stop.sh"), server => box.ScriptAsync(server, "start.sh"));
        var documented = await MeasureAsync(box, "documented script, one server", async () => await script.RunAsync([.. box.Servers.Take(1)]));
        output.WriteLine($"the script went on although its time was over: {(script.TimedOut.Count == 0 ? "never" : string.Join(", ", script.TimedOut))}");

        Assert.Equal(0, ha.Lost + simple.Lost + documented.Lost);
        Assert.True(ha.Acknowledged > 500, "there was no load to speak of");
        Assert.True(ha.Gap <= simple.Gap + TimeSpan.FromMilliseconds(500), $"longest gap of ha {ha.Gap}, of simple {simple.Gap}");
    }

    private static async Task RestartAsync(PegasusBox box, string how, IEnumerable<string> servers)
    {
        var finished = await box.RunAsync(Patience, "exec", $"/restart pegasus {how} {string.Join(',', servers)}", "--as", "operator", "--approve-as", "oncall", "--format", "json");
        Assert.True(finished.ExitCode == 0, finished.Everything);
        Assert.Equal("succeeded", finished.Last.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Number, finished.Last.GetProperty("run").ValueKind);
    }

    private async Task<Measured> MeasureAsync(PegasusBox box, string what, Func<Task> work)
    {
        await using var writers = await PegasusWriters.StartAsync(box.Raw, "orders", pause: 20);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await work();
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        var lost = await writers.LostAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalSeconds:0.0} s, {writers}, {lost.Count} lost {string.Join(", ", lost.Take(5))}"));
        return new Measured(writers.Acknowledged, lost.Count, writers.LongestGap.Gap);
    }

    private static Task<string[]> StartsAsync(PegasusBox box) => Task.WhenAll(box.Servers.Select(PegasusBox.StartedAsync));

    private sealed record Measured(long Acknowledged, int Lost, TimeSpan Gap);
}
