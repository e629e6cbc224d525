using System.Text.Json;

namespace Nightshift.Benchmarks.Pegasus;

/// <summary>Where the time of one replica server went, from the lines of a run.</summary>
/// <param name="Whole">From its first line to its last, so also what lies between steps.</param>
/// <param name="Own">The process ending, the process starting until it serves, its replicas catching up: what takes as long whoever asks for it.</param>
/// <param name="Reconfigurations">Primaries moved, secondaries taken out, partitions closed.</param>
internal sealed record RestartedServer(string Name, TimeSpan Whole, TimeSpan Own, TimeSpan Reconfigurations)
{
    private static readonly string[] OwnSteps = ["/stop process", "/start", "/replicas back", "/partitions complete"];
    private static readonly string[] ReconfigurationSteps = ["/primaries away", "/secondaries out", "/close partitions"];

    public TimeSpan Beyond => Whole - Own - Reconfigurations;

    /// <param name="lines">Each with the time at which it was read.</param>
    public static IReadOnlyList<RestartedServer> Of(IReadOnlyList<(TimeSpan At, JsonElement Line)> lines) =>
    [
        .. lines.Where(line => line.Line.TryGetProperty("path", out _))
            .Select(line => (line.At, line.Line, Path: line.Line.GetProperty("path").GetString()!))
            .Where(line => line.Path.StartsWith("replica server ", StringComparison.Ordinal) && line.Path.Contains('/', StringComparison.Ordinal))
            .GroupBy(line => line.Path[..line.Path.IndexOf('/', StringComparison.Ordinal)])
            .Select(server => new RestartedServer(
                server.Key,
                server.Max(line => line.At) - server.Min(line => line.At),
                Sum(server.Select(line => (line.Line, line.Path)), OwnSteps),
                Sum(server.Select(line => (line.Line, line.Path)), ReconfigurationSteps))),
    ];

    /// <summary>How many of some moments, on the clock of the lines, lie in each step of a server; steps without any are left out.</summary>
    public static IEnumerable<(string Step, int Count)> During(IReadOnlyList<(TimeSpan At, JsonElement Line)> lines, string server, IReadOnlyCollection<TimeSpan> moments) => lines
        .Where(line => line.Line.TryGetProperty("path", out var path) && path.GetString()!.StartsWith($"{server}/", StringComparison.Ordinal))
        .Where(line => line.Line.GetProperty("step").GetString() == "done")
        .Select(line => (
            line.Line.GetProperty("path").GetString()![(server.Length + 1)..],
            moments.Count(moment => moment <= line.At && moment > line.At - TimeSpan.FromMilliseconds(line.Line.GetProperty("ms").GetDouble()))))
        .Where(step => step.Item2 > 0);

    private static TimeSpan Sum(IEnumerable<(JsonElement Line, string Path)> lines, string[] steps) => TimeSpan.FromMilliseconds(
        lines.Where(line => line.Line.GetProperty("step").GetString() == "done" && steps.Any(step => line.Path.EndsWith(step, StringComparison.Ordinal)))
            .Sum(line => line.Line.GetProperty("ms").GetDouble()));
}
