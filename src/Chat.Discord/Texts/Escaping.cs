using System.Globalization;
using System.Text;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>Text that nodes, scripts and people wrote, made harmless for a message: it formats nothing, mentions nobody, and is of bounded length.</summary>
internal static class Escaping
{
    private const string Formatting = "\\*_~`|>#<[]";
    private const char AfterAt = '\u200B';
    private const char Ellipsis = '…';

    // Longer ones are made to break whoever counts them; they are cut like single characters.
    private const int LongestElement = 32;

    /// <summary>In one line. What people see as one character is not cut in two, nor is an escape.</summary>
    public static string Text(string? text, int most) => Build(text, most, escape: true);

    /// <summary>The same, to stand as code in a line.</summary>
    public static string Code(string? text, int most) => $"`{(Build(text, most - 2, escape: false).Replace('`', 'ˋ') is { Length: > 0 } code ? code : " ")}`";

    /// <summary>In one line and cut, but as it is: for names of threads and labels of buttons, where nothing is formatted.</summary>
    public static string Plain(string? text, int most) => Build(text, most, escape: false) is { Length: > 0 } plain ? plain : "-";

    private static string Build(string? text, int most, bool escape)
    {
        var built = new StringBuilder();
        var rest = (text ?? "").Trim().AsSpan();
        var fits = 0; // how much of what is built leaves room for the ellipsis
        while (rest.Length > 0)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            if (length > LongestElement && Rune.DecodeFromUtf16(rest, out _, out length) != System.Buffers.OperationStatus.Done) length = Math.Max(1, length);
            foreach (var rune in rest[..length].EnumerateRunes()) Append(built, rune, escape);
            if (built.Length > most) return built.ToString(0, fits) + Ellipsis;
            if (built.Length < most) fits = built.Length;
            rest = rest[length..];
        }

        return built.ToString();
    }

    private static void Append(StringBuilder built, Rune rune, bool escape)
    {
        var shown = Shown(rune);
        if (escape && shown.IsAscii && Formatting.Contains((char)shown.Value, StringComparison.Ordinal)) built.Append('\\');
        built.Append(shown.ToString());
        if (escape && shown.Value == '@') built.Append(AfterAt);
    }

    private static Rune Shown(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\t' or 0x2028 or 0x2029 => new Rune(' '),
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => Rune.ReplacementChar,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control ? Rune.ReplacementChar : rune,
    };
}
