using System.Globalization;
using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>Where the time of a run went, ready to be drawn: bounded however long the run was. Lengths are percent of the whole width.</summary>
/// <param name="MoreRows">Nodes left out.</param>
/// <param name="Gaps">Where nothing worked for long and the drawing is shortened.</param>
/// <param name="Waits">The longest waits, in order of time, as sentences.</param>
public sealed record TimelineDrawing(IReadOnlyList<DrawnRow> Rows, int MoreRows, IReadOnlyList<DrawnGap> Gaps, IReadOnlyList<string> Waits)
{
    private const int MostRows = 40;
    private const int MostWaits = 12;
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMilliseconds(50);

    public static TimelineDrawing Of(RunTimes times)
    {
        var scale = new TimeScale(times);
        return new TimelineDrawing(
            [.. times.Rows.Take(MostRows).Select(row => DrawnRow.Of(row, scale))],
            Math.Max(0, times.Rows.Count - MostRows),
            scale.Shortened,
            [.. times.Rows.SelectMany(row => row.Bars.Select(bar => (row.Node, Bar: bar)))
                .Where(wait => wait.Bar.Kind == BarKind.Wait && Took(wait.Bar) >= WorthTelling && !(wait.Node.Length == 0 && IsOfAStep(wait.Bar, times)))
                .OrderByDescending(wait => Took(wait.Bar)).Take(MostWaits).OrderBy(wait => wait.Bar.Start)
                .Select(wait => $"{(wait.Node.Length == 0 ? "the run" : wait.Node)} {Words(wait.Bar)}")]);
    }

    /// <summary><c>waits for approval: 12 s from 03:04:05 UTC (reason)</c>.</summary>
    internal static string Words(TimelineBar bar) =>
        $"{bar.Label}: {Quantities.Span(Took(bar))} from {Clock(bar.Start)} UTC{(bar.Reason is { } reason ? $" ({Bounded.Line(reason)})" : "")}";

    /// <summary>What a node waits for is told with its reason; the run's row has it once more.</summary>
    private static bool IsOfAStep(TimelineBar wait, RunTimes times) =>
        times.Rows.Where(row => row.Node.Length > 0).SelectMany(row => row.Bars).Any(bar => bar.Label == wait.Label && bar.Start < wait.End && bar.End > wait.Start);

    internal static TimeSpan Took(TimelineBar bar) => bar.End - bar.Start;

    private static string Clock(DateTimeOffset time) => time.ToUniversalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}

public sealed record DrawnGap(double Left, double Width, TimeSpan Took);

/// <param name="Lane">From 0; bars of one lane do not overlap.</param>
/// <param name="Text">What it was and how long.</param>
public sealed record DrawnBar(double Left, double Width, int Lane, BarKind Kind, string Text);
