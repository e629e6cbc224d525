using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>
/// Where a moment lies between 0 and 100 percent of a drawing. Times in which no step worked (a night of waiting for approval) take at most a tenth of what the work takes, so that
/// the work can be seen.
/// </summary>
internal sealed class TimeScale
{
    private const double LongestGap = 0.1;
    private readonly List<(DateTimeOffset Start, DateTimeOffset End, double Drawn)> _parts = [];
    private readonly double _all;

    public TimeScale(RunTimes times)
    {
        var busy = Busy(times);
        var most = busy.Count == 0 ? double.MaxValue : Math.Max(busy.Sum(part => (part.End - part.Start).TotalSeconds) * LongestGap, 0.1);
        var at = times.From;
        foreach (var (start, end) in busy.Append((times.To, times.To)))
        {
            var gap = (start - at).TotalSeconds;
            if (gap > 0) _parts.Add((at, start, Math.Min(gap, most)));
            if (end > start) _parts.Add((start, end, (end - start).TotalSeconds));
            at = end > at ? end : at;
        }

        _all = Math.Max(_parts.Sum(part => part.Drawn), 0.001);
    }

    /// <summary>Those that are drawn shorter than they were, with where they lie.</summary>
    public IReadOnlyList<DrawnGap> Shortened =>
        [.. _parts.Where(part => part.Drawn < (part.End - part.Start).TotalSeconds * 0.9).Select(part => new DrawnGap(At(part.Start), At(part.End) - At(part.Start), part.End - part.Start))];

    public double At(DateTimeOffset time)
    {
        var drawn = 0.0;
        foreach (var (start, end, length) in _parts)
        {
            if (time >= end) drawn += length;
            else if (time > start) return (drawn + (length * ((time - start) / (end - start)))) / _all * 100;
            else break;
        }

        return drawn / _all * 100;
    }

    private static List<(DateTimeOffset Start, DateTimeOffset End)> Busy(RunTimes times)
    {
        var busy = new List<(DateTimeOffset Start, DateTimeOffset End)>();
        foreach (var bar in times.Rows.SelectMany(row => row.Bars).Where(bar => bar.Kind != BarKind.Wait).OrderBy(bar => bar.Start))
        {
            if (busy.Count > 0 && bar.Start <= busy[^1].End) busy[^1] = (busy[^1].Start, bar.End > busy[^1].End ? bar.End : busy[^1].End);
            else busy.Add((bar.Start, bar.End));
        }

        return busy;
    }
}
