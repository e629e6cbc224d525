using System.Globalization;
using System.Text;

namespace Nightshift.Playbooks;

/// <summary>From the line that somebody typed to its words.</summary>
public static class CommandText
{
    /// <summary>In UTF-16 units.</summary>
    public const int LongestCommand = 4000;

    /// <inheritdoc cref="LongestCommand"/>
    public const int LongestArgument = 1000;

    /// <summary>
    /// Splits at white space (also the wide one of Chinese keyboards); <c>"…"</c> and <c>'…'</c> keep it. A leading <c>/</c> is dropped, and a dash that a
    /// telephone made of <c>--</c> is taken as that.
    /// </summary>
    /// <param name="fault">A sentence, when the words are empty because the line cannot be read; otherwise null.</param>
    public static IReadOnlyList<string> Split(string line, out string? fault)
    {
        fault = FaultOf(line);
        if (fault is not null) return [];
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var begun = false;
        foreach (var c in line.Trim().TrimStart('/'))
        {
            if (quote == '\0' && char.IsWhiteSpace(c)) End();
            else if (quote == '\0' && c is '"' or '\'' && quote is '\0') (quote, begun) = (c, true);
            else if (quote != '\0' && c == quote) quote = '\0';
            else (begun, _) = (true, word.Append(c));
        }

        End();
        fault = quote != '\0' ? $"the quote {quote} is opened and never closed" : words.Find(long_ => long_.Length > LongestArgument) is { } over ? TooLong(over) : null;
        return fault is null ? words : [];

        void End()
        {
            if (begun) words.Add(word.Length > 1 && word[0] is '—' or '–' ? "--" + word.ToString(1, word.Length - 1) : word.ToString());
            word.Clear();
            begun = false;
        }
    }

    /// <summary>Why a text cannot be an argument whatever the option is; null when it can.</summary>
    internal static string? ArgumentFault(string text) => text.Length > LongestArgument ? TooLong(text) : ControlFault(text);

    /// <summary>Foreign text as part of a sentence: bounded, on one line, nothing invisible.</summary>
    internal static string Quote(string text)
    {
        var runes = text.EnumerateRunes().Take(41).Select(rune => IsHidden(rune) ? "�" : rune.ToString()).ToList();
        return runes.Count > 40 ? $"'{string.Concat(runes.Take(40))}…'" : $"'{string.Concat(runes)}'";
    }

    private static string? FaultOf(string line) => line.Length > LongestCommand
        ? $"the command has {line.Length} characters, at most {LongestCommand} are read"
        : ControlFault(line);

    private static string? ControlFault(string text) => text.EnumerateRunes().Any(IsHidden) ? $"{Quote(text)} holds control or invisible characters" : null;

    private static string TooLong(string argument) => $"the argument {Quote(argument)} has {argument.Length} characters, at most {LongestArgument} are read";

    // Format characters are those that turn the direction of text or join without width; a broken surrogate reads as U+FFFD.
    private static bool IsHidden(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
