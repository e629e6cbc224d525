using System.Globalization;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Times that each person's Discord shows in that person's zone and language, and keeps up to date by itself.</summary>
internal static class Stamps
{
    /// <summary><c>5 minutes ago</c>.</summary>
    public static string Ago(DateTimeOffset time) => Stamp(time, 'R');

    /// <summary>Date and time of day.</summary>
    public static string At(DateTimeOffset time) => Stamp(time, 'f');

    private static string Stamp(DateTimeOffset time, char style) => string.Create(CultureInfo.InvariantCulture, $"<t:{time.ToUnixTimeSeconds()}:{style}>");
}
