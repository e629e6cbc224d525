using System.Globalization;
using System.Text;

namespace Nightshift.Pegasus.Client;

/// <summary>Text from servers made fit for a sentence: one line, no control characters, not long.</summary>
internal static class Printable
{
    private const int MaxLength = 300;

    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
                return clean.Append('…').ToString();
            clean.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
