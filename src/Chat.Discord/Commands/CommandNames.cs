using System.Globalization;
using System.Text;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>Names and descriptions in the form and length that Discord takes. Source: Discord's API reference, "Application command naming".</summary>
internal static class CommandNames
{
    public const int LongestDescription = 100;
    private const int LongestName = 32;

    /// <summary>Small letters, at most 32 characters; empty when nothing is left of it.</summary>
    public static string Of(string word)
    {
        var name = new StringBuilder();
        foreach (var rune in word.ToLowerInvariant().EnumerateRunes())
        {
            if (!IsAllowed(rune)) continue;
            if (name.Length + rune.Utf16SequenceLength > LongestName) break;
            name.Append(rune);
        }

        return name.ToString();
    }

    /// <summary>A longer text ends after the last word that fits, with an ellipsis; where there are no words, after the last character that fits.</summary>
    public static string Description(string text, int most)
    {
        var line = text.Trim();
        if (line.Length <= most) return line;
        var cut = Texts.Escaping.Plain(line, most);
        if (line[cut.Length - 1] == ' ') return cut;
        var word = cut.LastIndexOf(' ');
        return word > most / 2 ? $"{cut[..word].TrimEnd(',', ';', ':', '.')}…" : cut;
    }

    private static bool IsAllowed(Rune rune) => rune.Value is '-' or '_' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
