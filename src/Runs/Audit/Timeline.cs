namespace Nightshift.Runs.Audit;

/// <summary>What was going on when, in rows to draw.</summary>
internal static class Timeline
{
    public static IReadOnlyList<TimelineRow> Of(TimeSpans spans) =>
    [
        .. spans.All
            .Where(span => span.Spent != Spent.Overhead)
            .OrderBy(span => span.Start)
            .GroupBy(span => NodeOf(span.Path))
            .Select(row => new TimelineRow(row.Key, [.. row.Select(Bar)])),
    ];

    private static TimelineBar Bar(Span span) => new(
        span.Start,
        span.End,
        span.Spent switch
        {
            Spent.Effect => BarKind.Effect,
            Spent.Gate => BarKind.Gate,
            Spent.Observation => BarKind.Observation,
            _ => BarKind.Wait,
        },
        span.Label,
        span.Reason);

    /// <summary>A step that lies in no scope is the run's own.</summary>
    private static string NodeOf(StepPath path) => path.Value.IndexOf('/') is var cut and > 0 ? path.Value[..cut] : "";
}
