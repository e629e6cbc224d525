using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Rendering;

public sealed class TimelineDrawingTests
{
    private static readonly DateTimeOffset Zero = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_ANightOfWaiting_LeavesTheWorkMostOfTheWidth()
    {
        var drawing = Of(36_010, new TimelineRow("", [Bar(0, 36_000, BarKind.Wait, "waits for approval")]), new TimelineRow("tablet a", [Bar(36_000, 36_010, BarKind.Effect, "stop")]));

        Assert.InRange(drawing.Rows[1].Bars[0].Width, 85, 95);
        Assert.Equal(TimeSpan.FromHours(10), Assert.Single(drawing.Gaps).Took);
        Assert.Equal("the run waits for approval: 10 h 0 min from 02:00:00 UTC (because)", Assert.Single(drawing.Waits));
    }

    [Fact]
    public void Of_AnythingAtAll_StaysInsideAndBounded()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 100).Select(node => new TimelineRow($"n{node}", [.. Enumerable.Range(0, 3000).Select(_ =>
        {
            var start = random.NextDouble() * 9000;
            return Bar(start, start + (random.NextDouble() * 30), (BarKind)random.Next(4), "step");
        })])).ToArray();

        var drawing = Of(10_000, rows);

        Assert.Equal((40, 60), (drawing.Rows.Count, drawing.MoreRows));
        Assert.All(drawing.Rows, row => Assert.InRange(row.Bars.Count, 1, 120));
        Assert.All(drawing.Rows.SelectMany(row => row.Bars), bar => Assert.True(bar.Left >= 0 && bar.Width > 0 && bar.Left + bar.Width <= 100.01, $"{bar}"));
        Assert.InRange(drawing.Waits.Count, 1, 12);
    }

    [Fact]
    public void Of_ManyTinySteps_AreMergedAndCounted()
    {
        var drawing = Of(100, new TimelineRow("n", [.. Enumerable.Range(0, 500).Select(at => Bar(at * 0.01, (at * 0.01) + 0.009, BarKind.Effect, $"step {at}")), Bar(10, 90, BarKind.Gate, "catch up")]));

        Assert.Equal(2, drawing.Rows[0].Bars.Count);
        Assert.StartsWith("500 times step 0 to step 499: 4.5 s", drawing.Rows[0].Bars[0].Text, StringComparison.Ordinal);
        Assert.Equal("500 changes 4.5 s, 1 gates 1 min 20 s", drawing.Rows[0].Summary);
    }

    [Fact]
    public void Of_StepsAtTheSameTime_LieInLanes()
    {
        var row = Of(10, new TimelineRow("n", [Bar(0, 5, BarKind.Effect, "a"), Bar(1, 6, BarKind.Gate, "b"), Bar(6, 9, BarKind.Effect, "c")])).Rows[0];

        Assert.Equal([0, 1, 0], row.Bars.Select(bar => bar.Lane));
        Assert.Equal(2, row.Lanes);
    }

    [Fact]
    public void Of_NothingYet_HasNoBars() => Assert.Empty(Of(0).Rows);

    private static TimelineDrawing Of(double seconds, params TimelineRow[] rows) => TimelineDrawing.Of(
        new RunTimes(Zero, Zero.AddSeconds(seconds), default, default, default, default, default, default, default, default, default, rows));

    private static TimelineBar Bar(double from, double to, BarKind kind, string label) => new(Zero.AddSeconds(from), Zero.AddSeconds(to), kind, label, "because");
}
