using System.Globalization;
using System.Text;

namespace Nightshift.Discord.Server.Checks;

/// <summary>
/// Which texts are an emoji. Not Unicode's whole table but its shape: one symbol of the emoji blocks, or two regional letters, or a keycap,
/// each with variation selector, skin tone and joined further symbols. Guilds of this server have no emoji of their own.
/// </summary>
internal static class Emoji
{
    private const int Selector = 0xFE0F, TextSelector = 0xFE0E, Joiner = 0x200D, Keycap = 0x20E3;

    public static bool IsUnicode(string text)
    {
        var runes = text.EnumerateRunes().Select(rune => rune.Value).ToArray();
        if (runes.Length is 0 or > 16 || new StringInfo(text).LengthInTextElements != 1) return false;
        if (runes[^1] == Keycap) return runes[0] is >= '0' and <= '9' or '#' or '*';
        return Array.TrueForAll(runes, value => IsSymbol(value) || IsModifier(value)) && IsSymbol(runes[0]);
    }

    /// <summary>Two spellings of one emoji, with and without the variation selector, are the same reaction; skin tones are not.</summary>
    public static bool Same(string left, string right) => Bare(left) == Bare(right);

    private static string Bare(string text)
    {
        var bare = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is not (Selector or TextSelector)) bare.Append(rune.ToString());
        }

        return bare.ToString();
    }

    private static bool IsModifier(int value) => value is Selector or TextSelector or Joiner or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F);

    private static bool IsSymbol(int value) => value is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or (>= 0x2190 and <= 0x23FF)
        or (>= 0x2B00 and <= 0x2BFF) or (>= 0x25A0 and <= 0x25FF) or 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x24C2
        or 0x3030 or 0x303D or 0x3297 or 0x3299 or (>= 0x2934 and <= 0x2935);
}
