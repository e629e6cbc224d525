using System.Globalization;
using System.Text;

namespace Nightshift.Chat.Grammar;

/// <summary>
/// The grammar of a command line in chat: <c>/word word "quoted text" --name value --name=value --switch</c>. Words are parted by blanks; double or single
/// quotes keep blanks together; a backslash takes the next character literally outside single quotes. Nothing is ever expanded.
/// </summary>
public static class CommandTextParser
{
    /// <summary>Longest command, in characters; a chat message is 2,000 at most, the rest is a mistake or an attack.</summary>
    public const int MaxLength = 4_000;

    private const int MaxTokens = 200;

    /// <summary>Parses a line that begins with a slash. Fails with one sentence that says what is wrong and where.</summary>
    public static bool TryParse(string text, out CommandText command, out string fault)
    {
        command = new CommandText("", []);
        fault = FaultOfWhole(text) ?? "";
        if (fault.Length > 0) return false;

        var trimmed = text.Trim();
        var tokens = new List<string>();
        if (!TryCut(trimmed, 1, tokens, out fault)) return false;
        if (tokens.Count == 0)
        {
            fault = "there is no command after the slash; /help lists them";
            return false;
        }

        command = new CommandText(trimmed, tokens);
        return true;
    }

    private static string? FaultOfWhole(string text)
    {
        if (text.Length > MaxLength) return $"the command has {text.Length:N0} characters; at most {MaxLength:N0} are read";
        if (!text.AsSpan().TrimStart().StartsWith("/")) return "a command begins with a slash; /help lists them";
        var at = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return $"character {at} is a control character (U+{rune.Value:X4}); a command is one line of plain text";
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
                return $"character {at} is invisible (U+{rune.Value:X4}); a command shows everything that it means";
            if (rune == Rune.ReplacementChar) return $"character {at} is not a character; a command is one line of plain text";
            at += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static bool TryCut(string text, int start, List<string> tokens, out string fault)
    {
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        var quotedAt = 0;
        fault = "";
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else if (c == '\\' && quote != '\'')
            {
                if (++i == text.Length)
                {
                    fault = "the command ends in a backslash with nothing after it";
                    return false;
                }

                word.Append(text[i]);
                inWord = true;
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                (quote, quotedAt, inWord) = (c, i, true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Flush();
            }
            else
            {
                // Telephones make one long dash of two short ones.
                var isDashes = !inWord && c is '—' or '–' && i + 1 < text.Length && char.IsLetter(text[i + 1]);
                word.Append(isDashes ? "--" : c.ToString());
                inWord = true;
            }
        }

        if (quote != '\0')
        {
            fault = $"the quote {quote} at character {quotedAt + 1} is never closed";
            return false;
        }

        Flush();
        if (tokens.Count <= MaxTokens) return true;
        fault = $"the command has {tokens.Count} words; at most {MaxTokens} are read";
        return false;

        void Flush()
        {
            if (inWord) tokens.Add(word.ToString());
            word.Clear();
            inWord = false;
        }
    }
}
