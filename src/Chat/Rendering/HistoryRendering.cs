using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>What a run's journal tells besides its steps: the refused attempts, and where the time went.</summary>
public static class HistoryRendering
{
    private const string Refused = "command-refused";
    private const int MostRefused = 10;

    public static IEnumerable<string> Lines(RunHistory history)
    {
        var refused = history.Events.Where(line => line.Kind == Refused).ToList();
        foreach (var line in refused.TakeLast(MostRefused)) yield return $"{Quantities.Time(line.Time)} UTC {line.Who}: {Bounded.Line(line.What)}";
        if (refused.Count > MostRefused) yield return $"{refused.Count - MostRefused} earlier attempts were refused too; /audit {history.Summary.Id} lists them";
        if (history.Times is { } times) yield return Times(times);
        if (history.Fault is { } fault) yield return $"the journal is NOT AS IT WAS WRITTEN, or not readable: {fault}";
    }

    /// <summary>The parts add up to the whole; those that were nothing are left out.</summary>
    public static string Times(RunTimes times)
    {
        (string What, TimeSpan Took)[] cluster = [("changing", times.Effects), ("waiting for it", times.Gates), ("reading", times.Observations)];
        (string What, TimeSpan Took)[] others =
        [
            ("waiting for approval", times.Approval),
            ("waiting for the lock", times.Lock),
            ("paused", times.Paused),
            ("waiting for decisions", times.Decisions),
            ("interrupted", times.Interrupted),
        ];
        var parts = Parts(others).Prepend($"our overhead {Quantities.Span(times.Overhead)}");
        return $"{Quantities.Span(times.Total)} in all: the cluster's work {Quantities.Span(times.Cluster)} ({string.Join(", ", Parts(cluster).DefaultIfEmpty("no step"))}), {string.Join(", ", parts)}";
    }

    private static IEnumerable<string> Parts(IEnumerable<(string What, TimeSpan Took)> parts) =>
        parts.Where(part => part.Took > TimeSpan.Zero).Select(part => $"{part.What} {Quantities.Span(part.Took)}");
}
