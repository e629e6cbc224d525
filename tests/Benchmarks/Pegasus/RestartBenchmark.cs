using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.Benchmarks.Pegasus;

/// <summary>
/// <c>/restart pegasus ha</c> of some replica servers under writers, then the documented script on the same servers: what each server's maintenance takes beyond its own stop, start
/// and catch-up, and the two beside each other. On a onebox with the times of production (the meta server's round is 10 s), or on a cluster from a configuration file.
/// </summary>
internal static class RestartBenchmark
{
    /// <summary>A production server loads for seconds: hundreds of replicas, each with its logs. Without this a onebox's loads in no time.</summary>
    private const string LoadMilliseconds = "10000";

    public static async Task OnBoxAsync(int servers, TextWriter output)
    {
        var home = Directory.CreateTempSubdirectory("nightshift-bench-").FullName;
        var options = new PegasusOptions
        {
            Directory = Path.Combine(home, "box", "pegasus"), PortOffset = -9_000, Timing = OneboxTiming.Upstream,
            Settings = new Dictionary<string, string> { ["onebox.load_base_ms"] = LoadMilliseconds },
        };
        using var box = new PegasusOnebox(options, TimeProvider.System);
        try
        {
            await box.UpAsync(new Progress<string>(output.WriteLine), CancellationToken.None);
            await OnAsync(RestartTarget.Of(options), "orders", servers, output);
        }
        finally
        {
            await box.DownAsync(new Progress<string>(), CancellationToken.None);
            Directory.Delete(home, recursive: true);
        }
    }

    public static async Task OnAsync(RestartTarget target, string table, int servers, TextWriter output)
    {
        await using var cluster = target.Raw();
        string[] chosen = [.. target.Directories.Keys.Take(servers)];
        var ours = await UnderWritersAsync(cluster, table, async writers =>
        {
            var began = Stopwatch.GetTimestamp();
            Tell(await target.RunAsync($"/restart pegasus ha {string.Join(',', chosen)}"), [.. writers.Refusals.Select(at => Stopwatch.GetElapsedTime(began, at))], output);
        });
        Tell("/restart pegasus ha", servers, ours, output);
        var script = new DocumentedScript(cluster, server => target.ScriptAsync(server, "stop.sh"), server => target.ScriptAsync(server, "start.sh"));
        var documented = await UnderWritersAsync(cluster, table, _ => script.RunAsync(chosen));
        Tell("the documented script", servers, documented, output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
              went on although its time was over: {(script.TimedOut.Count == 0 ? "never" : string.Join(", ", script.TimedOut))}
            ratios, ours to the script's: time {ours.Took / documented.Took:0.00}, longest gap {ours.Gap / documented.Gap:0.00}, refused writes {ours.Refused / Math.Max(1.0, documented.Refused):0.00}
            """));
    }

    private static async Task<Measured> UnderWritersAsync(RawPegasus cluster, string table, Func<PegasusWriters, Task> work)
    {
        await using var writers = await PegasusWriters.StartAsync(cluster, table, pause: 10);
        await Task.Delay(1000);
        var began = Stopwatch.GetTimestamp();
        await work(writers);
        var took = Stopwatch.GetElapsedTime(began);
        var lost = await writers.LostAsync();
        return new Measured(took, writers.Acknowledged, writers.Refused, writers.LongestGap.Gap, lost.Count, writers.ToString());
    }

    private static void Tell(IReadOnlyList<(TimeSpan At, JsonElement Line)> lines, IReadOnlyCollection<TimeSpan> refusals, TextWriter output)
    {
        var restarted = RestartedServer.Of(lines);
        var around = lines[^1].At - TimeSpan.FromTicks(restarted.Sum(server => server.Whole.Ticks));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before, between and after the servers, the canary's table made among it where it was missing: {around.TotalSeconds:0.0} s"));
        foreach (var server in restarted)
        {
            var refused = RestartedServer.During(lines, server.Name, refusals).Select(step => $"{step.Step} {step.Count}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {server.Name}: {server.Whole.TotalSeconds:0.00} s, its own stop, start and catch-up {server.Own.TotalSeconds:0.00} s, its reconfigurations {server.Reconfigurations.TotalSeconds:0.00} s, all else {server.Beyond.TotalSeconds:0.00} s
                  beyond its own: {(server.Whole - server.Own) / server.Own:P1}; beyond its own and its reconfigurations: {server.Beyond / server.Own:P1}
                  refused writes: {string.Join(", ", refused)}
                """));
        }
    }

    private static void Tell(string what, int servers, Measured measured, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}, {servers} servers: {measured.Took.TotalSeconds:0.0} s, {measured.Said}, {measured.Lost} lost"));

    private sealed record Measured(TimeSpan Took, long Acknowledged, int Refused, TimeSpan Gap, int Lost, string Said);
}
