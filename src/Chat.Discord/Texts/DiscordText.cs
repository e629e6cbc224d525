using System.Globalization;
using System.Text;
using Nightshift.Chat.Rendering;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>
/// The one place where text that others wrote is made harmless for Discord: nothing in it is markup or mentions anybody, it has a bounded length, and is cut between
/// characters as people see them. Source: Discord's "Markdown Text 101" and API reference, "Message formatting".
/// </summary>
internal static class DiscordText
{
    private const string Marks = @"\*_~`|>#-+[]()<:";
    private const char Invisible = '\u200B';
    private const int LongestElement = 32;
    private const string Ellipsis = "…";

    /// <summary>One line of plain text, as it reads.</summary>
    /// <param name="most">In UTF-16 units, of what is sent.</param>
    public static string Line(string text, int most)
    {
        var escaped = new StringBuilder(Math.Min(text.Length, most) + 16);
        var isCut = false;
        foreach (var element in Elements(Printable.Line(Bounded(text, most))))
        {
            var next = Escaped(element);
            if (escaped.Length + next.Length + Ellipsis.Length > most)
            {
                isCut = true;
                break;
            }

            escaped.Append(next);
        }

        return isCut || text.Length > most ? escaped.Append(Ellipsis).ToString() : escaped.ToString();
    }

    /// <summary>Several lines, each harmless; those that do not fit are left out.</summary>
    public static string Lines(string text, int most)
    {
        var lines = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var left = most - lines.Length - 1;
            if (left < 2) break;
            if (lines.Length > 0) lines.Append('\n');
            lines.Append(Line(line, left));
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

    /// <summary>As written, but of a bounded length: where a field shows text as it is.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var cut = new StringBuilder(most);
        foreach (var element in Elements(Bounded(text, most)))
        {
            if (cut.Length + element.Length + Ellipsis.Length > most) break;
            cut.Append(element);
        }

        return cut.Append(Ellipsis).ToString();
    }

    /// <summary>Nobody looks at more than can be shown; without half a character at its end.</summary>
    private static string Bounded(string text, int most)
    {
        var end = Math.Min(text.Length, most + LongestElement);
        if (end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end];
    }

    private static string Escaped(string element) => element switch
    {
        "@" => $"@{Invisible}",
        [var c] when Marks.Contains(c, StringComparison.Ordinal) => $"\\{c}",
        [var c, ..] when Marks.Contains(c, StringComparison.Ordinal) || c == '@' => $"{Escaped(element[..1])}{element[1..]}",
        _ => element,
    };

    /// <summary>What people see as one character; those that go on without end are cut too.</summary>
    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (element.Length <= LongestElement)
            {
                yield return element;
                continue;
            }

            foreach (var rune in element.EnumerateRunes().Take(LongestElement / 2)) yield return rune.ToString();
        }
    }
}
