using System.Globalization;

namespace Nightshift.Chat.Rendering;

/// <summary>Numbers, sizes, times and durations as people read them; unknown is <c>?</c>, never zero.</summary>
public static class Quantities
{
    public const string Unknown = "?";

    public static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Bytes(long? value)
    {
        if (value is not { } bytes) return Unknown;
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        var size = (double)bytes;
        var unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {units[unit]}");
    }

    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Span(TimeSpan? span) => span switch
    {
        null => Unknown,
        { TotalSeconds: < 10 } short_ => string.Create(CultureInfo.InvariantCulture, $"{short_.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } seconds => $"{(int)seconds.TotalSeconds} s",
        { TotalHours: < 1 } minutes => $"{(int)minutes.TotalMinutes} min {minutes.Seconds} s",
        { TotalDays: < 1 } hours => $"{(int)hours.TotalHours} h {hours.Minutes} min",
        { } days => $"{(int)days.TotalDays} d {days.Hours} h",
    };

    /// <summary>UTC, to the second.</summary>
    public static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? Unknown;
}
