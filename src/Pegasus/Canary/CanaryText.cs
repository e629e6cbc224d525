using System.Globalization;

namespace Nightshift.Pegasus.Canary;

/// <summary>A report in one sentence for people.</summary>
internal static class CanaryText
{
    public static string Of(CanaryReport report)
    {
        if (report.Attempts == 0) return $"canary: nothing was written{(report.Remarks.Count > 0 ? $": {string.Join("; ", report.Remarks)}" : "")}";
        List<string> said =
        [
            $"canary: {Count(report.Attempts)} writes to {report.Partitions.Count} partitions",
            report.Refused.Count == 0 ? "0 refused" : $"{Count(report.RefusedCount)} refused ({string.Join(", ", report.Refused.OrderByDescending(refused => refused.Value).Select(refused => refused.Key))})",
            $"{Count(report.LostCount)} lost{LostOf(report)}",
        ];
        if (report.Unknown > 0) said.Add($"{Count(report.Unknown)} of unknown outcome");
        if (report.Stale > 0) said.Add($"{Count(report.Stale)} reads went back in time");
        if (report.Late > 0) said.Add($"{Count(report.Late)} unanswered writes came late");
        if (report.Impossible > 0) said.Add($"{Count(report.Impossible)} refused writes were there all the same");
        if (report.Foreign > 0) said.Add($"{Count(report.Foreign)} reads showed another writer");
        if (report.LongestGap is { } gap) said.Add($"longest gap {Span(gap.Length)} ({report.Table} partition {gap.Partition}{Move(gap)})");
        if (report.Unread.Count > 0) said.Add($"{report.Unread.Count} partitions could not be read at the end: {string.Join(", ", report.Unread)}");
        return string.Join(", ", said) + string.Concat(report.Remarks.Select(remark => $"; {remark}"));
    }

    /// <summary><c>31 ms</c>, <c>2.4 s</c>, <c>3 min</c>.</summary>
    internal static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => $"{Math.Ceiling(span.TotalMilliseconds):0} ms",
        < 120 => $"{span.TotalSeconds:0.0} s",
        _ => $"{span.TotalMinutes:0} min",
    };

    private static string LostOf(CanaryReport report) => report.Lost.Count == 0 ? "" : $" (first {report.Lost[0].Sequence} of partition {report.Lost[0].Partition})";

    private static string Move(CanaryGap gap) =>
        gap is { From: { } from, To: { } to } && from != to ? $", primary moved {from} -> {Short(from, to)}" : gap.To is { } primary ? $", primary {primary}" : "";

    /// <summary>Only the port where the host is the same.</summary>
    private static string Short(string from, string to) =>
        from.LastIndexOf(':') is var colon and > 0 && to.StartsWith(from[..(colon + 1)], StringComparison.Ordinal) ? to[colon..] : to;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
