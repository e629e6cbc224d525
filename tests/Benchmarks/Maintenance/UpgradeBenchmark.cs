using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Benchmarks.Maintenance;

/// <summary>
/// One tablet's maintenance with upstream's own times (2 s task polls, 10 s sessions): what the run takes beyond the tablet's own stop, start and load, beside what the
/// documented tool sleeps and beside the least that the nameserver's op lists would allow that tool's operations to take.
/// </summary>
internal static class UpgradeBenchmark
{
    /// <summary>The documented tool waits for two serial operations each way per led partition, looking every 2 s. Source: reference, peers.md §OpenMLDB 7.</summary>
    private const double ToolSecondsPerLeader = 8;

    /// <summary>start.sh restart sleeps this long whatever happens. Source: reference §7.1.</summary>
    private const double ToolRestartSeconds = 21;

    /// <summary>Adding a small replica and deleting it again, one after another in one list. Source: reference §14.</summary>
    private const double AddAndDeleteReplicaSeconds = 9.5 + 3.9;

    /// <summary>RecoverTable of a loaded table, the least seen on a running cluster, one after another per op list; two lists. Source: reference §14.</summary>
    private const double LeastRecoverSeconds = 0.8;

    private const int OpLists = 2;

    public static async Task RunAsync(int ledPartitions, TextWriter output)
    {
        var home = Directory.CreateTempSubdirectory("nightshift-bench-").FullName;
        var options = new OneboxOptions { Directory = Path.Combine(home, "box"), PortOffset = 21_000, Timing = OneboxTiming.Upstream };
        using var box = new OpenMldbOnebox(options, TimeProvider.System);
        try
        {
            await box.UpAsync(new Progress<string>(), CancellationToken.None);
            using var tables = new TableMaker(options.PortOffset);
            if (ledPartitions > 0) await tables.MakeAsync("led", ledPartitions * 3, 3);
            var tablet = $"127.0.0.1:{10921 + options.PortOffset}";
            var (led, alone) = await tables.LedByAsync(tablet);
            Report("partitions of one replica left away", led - alone, 0, await UpgradeAsync(home, options, $"/upgrade tablet {tablet} 0.9.3 --allow-single-replica"), output);
            Report("partitions of one replica given a second", led, alone, await UpgradeAsync(home, options, $"/upgrade tablet {tablet} 0.9.2"), output);
        }
        finally
        {
            await box.DownAsync(new Progress<string>(), CancellationToken.None);
            Directory.Delete(home, recursive: true);
        }
    }

    private static void Report(string how, int led, int added, List<JsonElement> lines, TextWriter output)
    {
        var total = lines[^1].GetProperty("seconds").GetDouble();
        var own = lines.Where(IsDone).Where(line => IsOwn(line.GetProperty("path").GetString()!)).Sum(Seconds);
        var beyond = total - own;
        var tool = (led * ToolSecondsPerLeader) + ToolRestartSeconds - 6;
        var limit = (led * 2 * LeastRecoverSeconds / OpLists) + (added * AddAndDeleteReplicaSeconds);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            one tablet, {led} leaders moved and moved back, {how}, upstream's times: {total:0.0} s in all, {own:0.0} s of it the tablet's own stop, start and load
              beyond that {beyond:0.0} s
              the documented tool's own sleeps   {tool:0.0} s   ratio {beyond / tool:0.00}
              the op lists' limit for its moves  {limit:0.0} s   ratio {(limit > 0 ? beyond / limit : double.NaN):0.00}
            """));
        foreach (var line in lines.Where(IsDone).OrderByDescending(Seconds).Take(8))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {Seconds(line),6:0.00} s  {line.GetProperty("path").GetString()}"));
    }

    private static bool IsOwn(string path) =>
        path.EndsWith("/stop process", StringComparison.Ordinal) || path.EndsWith("/start", StringComparison.Ordinal) || path.EndsWith("/load", StringComparison.Ordinal) || path.Contains("/install", StringComparison.Ordinal);

    private static bool IsDone(JsonElement line) => line.TryGetProperty("step", out var step) && step.GetString() == "done";

    private static double Seconds(JsonElement line) => line.GetProperty("ms").GetDouble() / 1000;

    private static async Task<List<JsonElement>> UpgradeAsync(string home, OneboxOptions options, string command)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Nightshift.Bot.dll"), "exec", command, "--approve-as", "oncall", "--format", "json",
            "--dir", options.Directory, "--port-offset", options.PortOffset.ToString(CultureInfo.InvariantCulture), "--timing", "upstream", "--onebox", "openmldb",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["Nightshift__Scripts"] = Path.Combine(AppContext.BaseDirectory, "scripts");
        using var bot = Process.Start(start)!;
        var lines = (await bot.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await bot.WaitForExitAsync();
        if (bot.ExitCode != 0) throw new InvalidOperationException($"the upgrade ended with {bot.ExitCode}: {lines.LastOrDefault()}");
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
