using System.Globalization;
using System.Text;

namespace Nightshift.Playbooks;

/// <summary>What any argument may be, and foreign text as part of a sentence.</summary>
internal static class ArgumentText
{
    /// <summary>All arguments of one command, in UTF-16 units.</summary>
    public const int LongestOfAll = 4000;

    /// <inheritdoc cref="LongestOfAll"/>
    public const int LongestArgument = 1000;

    /// <summary>Why a text cannot be an argument whatever the option is; null when it can.</summary>
    internal static string? ArgumentFault(string text) => text.Length > LongestArgument ? TooLong(text) : ControlFault(text);

    /// <summary>Foreign text as part of a sentence: bounded, on one line, nothing invisible.</summary>
    internal static string Quote(string text)
    {
        var runes = text.EnumerateRunes().Take(41).Select(rune => IsHidden(rune) ? "�" : rune.ToString()).ToList();
        return runes.Count > 40 ? $"'{string.Concat(runes.Take(40))}…'" : $"'{string.Concat(runes)}'";
    }

    private static string? ControlFault(string text) => text.EnumerateRunes().Any(IsHidden) ? $"{Quote(text)} holds control or invisible characters" : null;

    private static string TooLong(string argument) => $"the argument {Quote(argument)} has {argument.Length} characters, at most {LongestArgument} are read";

    // Format characters are those that turn the direction of text or join without width; a broken surrogate reads as U+FFFD.
    private static bool IsHidden(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
