using System.Globalization;
using System.Text.RegularExpressions;

namespace Nightshift.Playbooks;

/// <summary>Time spans as people write them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>, <c>500ms</c>.</summary>
internal static partial class Duration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <returns>False also for a negative span and for one over a year.</returns>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (Pattern().Match(text) is not { Success: true } match || text.Length == 0) return false;
        var total = TimeSpan.Zero;
        foreach (var (unit, length) in new[] { ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)) })
        {
            if (match.Groups[unit] is { Success: true } group) total += length * int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);
        }

        span = total;
        return total <= Longest;
    }

    [GeneratedRegex("^(?:(?<d>[0-9]{1,6})d)?(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m(?!s))?(?:(?<s>[0-9]{1,8})s)?(?:(?<ms>[0-9]{1,9})ms)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
