using System.Globalization;
using System.Text;

namespace Nightshift.Chat.Rendering;

/// <summary>
/// Text that nodes, scripts and people wrote, made harmless for a terminal: what would move the cursor, change colours, turn the direction of writing or
/// begin a line that looks like ours is shown as <c>�</c>. Line ends become blanks.
/// </summary>
public static class Printable
{
    public static string Line(string text)
    {
        if (!text.EnumerateRunes().Any(rune => Shown(rune) != rune)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) shown.Append(Shown(rune).ToString());
        return shown.ToString();
    }

    private static Rune Shown(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\t' or 0x2028 or 0x2029 => new Rune(' '),
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => Rune.ReplacementChar,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control ? Rune.ReplacementChar : rune,
    };
}
