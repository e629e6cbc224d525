namespace Nightshift.Runs.Audit;

/// <summary>Counts every moment once, whatever overlaps.</summary>
internal static class TimeSums
{
    private static readonly Spent[] Order = Enum.GetValues<Spent>();

    public static IReadOnlyDictionary<Spent, TimeSpan> Of(IReadOnlyList<Span> spans)
    {
        var sums = Order.ToDictionary(spent => spent, _ => TimeSpan.Zero);
        var open = new int[Order.Length];
        DateTimeOffset? before = null;
        foreach (var (at, spent, change) in Edges(spans))
        {
            if (before < at && Array.FindIndex(open, count => count > 0) is var first and >= 0) sums[Order[first]] += at - before.Value;
            open[(int)spent] += change;
            before = at;
        }
        return sums;
    }

    private static IEnumerable<(DateTimeOffset At, Spent Spent, int Change)> Edges(IReadOnlyList<Span> spans) => spans
        .SelectMany(span => new[] { (At: span.Start, span.Spent, Change: 1), (At: span.End, span.Spent, Change: -1) })
        .OrderBy(edge => edge.At);
}
