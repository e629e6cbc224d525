using System.Text;
using Nightshift.Chat.Rendering;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>
/// Text of several lines that others wrote, made harmless line by line by <see cref="Escaping"/>, or whole in a block of code.
/// Source: Discord's "Markdown Text 101" and API reference, "Message formatting".
/// </summary>
internal static class DiscordText
{
    private const char Invisible = '\u200B';

    /// <summary>Several lines, each harmless; those that do not fit are left out.</summary>
    public static string Lines(string text, int most)
    {
        var lines = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var left = most - lines.Length - 1;
            if (left < 2) break;
            if (lines.Length > 0) lines.Append('\n');
            lines.Append(Escaping.Text(line, left));
        }

        return lines.ToString();
    }

    /// <summary>Lines as written, in a block where nothing is markup. Those that do not fit are left out.</summary>
    /// <returns>The block, and whether all lines are in it.</returns>
    public static (string Block, bool IsWhole) Block(IEnumerable<string> lines, int most)
    {
        const string fence = "```";
        var block = new StringBuilder(fence).Append('\n');
        foreach (var line in lines)
        {
            var shown = Printable.Line(line).Replace("`", $"`{Invisible}", StringComparison.Ordinal);
            if (block.Length + shown.Length + 1 + fence.Length > most) return (block.Append(fence).ToString(), false);
            block.Append(shown).Append('\n');
        }

        return (block.Append(fence).ToString(), true);
    }
}
