using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.Benchmarks.Pegasus;

/// <summary>A Pegasus cluster on which two ways of restarting are compared.</summary>
/// <param name="Metas">Addresses of its meta servers.</param>
/// <param name="Directories">Of each replica server, by its address, where its <c>start.sh</c> and <c>stop.sh</c> are.</param>
/// <param name="Arguments">What the bot is started with, besides its command.</param>
internal sealed record RestartTarget(IReadOnlyList<string> Metas, IReadOnlyDictionary<string, string> Directories, IReadOnlyList<string> Arguments)
{
    /// <param name="file">A configuration of the bot with one Pegasus cluster whose servers have directories.</param>
    public static RestartTarget Configured(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var cluster = document.RootElement.GetProperty("Nightshift").GetProperty("Clusters").EnumerateObject().Single().Value;
        return new RestartTarget(
            cluster.GetProperty(nameof(Metas)).GetString()!.Split(','),
            cluster.GetProperty("Servers").EnumerateArray().Where(server => server.GetProperty("Role").GetString() == "replica")
                .ToDictionary(server => server.GetProperty("Endpoint").GetString()!, server => server.GetProperty("Directory").GetString()!),
            ["--config", file, "--as", "operator"]);
    }

    public static RestartTarget Of(PegasusOptions box) => new(
        [.. Enumerable.Range(34_601, 3).Select(port => At(port, box))],
        Enumerable.Range(1, 5).ToDictionary(number => At(34_800 + number, box), number => Path.Combine(box.Directory, $"replica{number}")),
        [
            "--dir", Path.GetDirectoryName(box.Directory)!, "--port-offset", box.PortOffset.ToString(CultureInfo.InvariantCulture), "--onebox", "pegasus",
            "--timing", box.Timing == OneboxTiming.Upstream ? "upstream" : "short",
        ]);

    public RawPegasus Raw() => new([.. Metas]);

    /// <summary>Runs a server's own script.</summary>
    public async Task ScriptAsync(string server, string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Directories[server], script)]) { WorkingDirectory = Directories[server], RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{script} of {server}: {said}");
    }

    /// <summary>Runs the bot to its end.</summary>
    /// <returns>What it printed, each line with the time at which it was read.</returns>
    public async Task<IReadOnlyList<(TimeSpan At, JsonElement Line)>> RunAsync(string command)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Nightshift.Bot.dll"), "exec", command, "--approve-as", "oncall", "--format", "json", .. Arguments])
            start.ArgumentList.Add(argument);
        start.Environment["Nightshift__Scripts"] = Path.Combine(AppContext.BaseDirectory, "scripts");
        using var bot = Process.Start(start)!;
        var began = Stopwatch.GetTimestamp();
        var lines = new List<(TimeSpan, JsonElement)>();
        while (await bot.StandardOutput.ReadLineAsync() is { } line) lines.Add((Stopwatch.GetElapsedTime(began), JsonDocument.Parse(line).RootElement));
        await bot.WaitForExitAsync();
        return bot.ExitCode == 0 ? lines : throw new InvalidOperationException($"{command} ended with {bot.ExitCode}: {Reason(lines)}");
    }

    /// <summary>What stands in the way of a plan, or the last line.</summary>
    private static string Reason(IReadOnlyList<(TimeSpan At, JsonElement Line)> lines) => lines
        .Where(line => line.Line.TryGetProperty("plan", out _))
        .Select(line => string.Join("; ", line.Line.GetProperty("plan").GetProperty("obstacles").EnumerateArray()))
        .FirstOrDefault(obstacles => obstacles.Length > 0) ?? (lines is [.., var last] ? $"{last.Line}" : "it said nothing");

    private static string At(int port, PegasusOptions box) => $"127.0.0.1:{port + box.PortOffset}";
}
