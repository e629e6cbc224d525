using System.Globalization;

namespace Nightshift.Discord.Server.Driver;

/// <summary>Percentiles of the time from an interaction to its acknowledgement.</summary>
public sealed record Latencies(int Count, TimeSpan P50, TimeSpan P99, TimeSpan Most)
{
    internal static Latencies Of(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0
            ? new Latencies(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)
            : new Latencies(sorted.Count, At(sorted, 0.50), At(sorted, 0.99), sorted[^1]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Count} acknowledged, p50 {P50.TotalMilliseconds:0.0} ms, p99 {P99.TotalMilliseconds:0.0} ms, most {Most.TotalMilliseconds:0.0} ms");

    private static TimeSpan At(List<TimeSpan> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
