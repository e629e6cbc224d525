namespace Nightshift.Chat.Service;

/// <summary>What the audit log keeps of a command: as typed, without secrets, and the reason, in a bounded length.</summary>
internal static class Audited
{
    private const int Longest = 2_000;
    private const int LongestCommand = 1_000;

    public static string Text(SecretMask mask, string typed, string reason) => Cut($"{Cut(Masked(mask, typed), LongestCommand)}: {mask.Mask(reason)}", Longest);

    /// <summary>What nobody would read is left out before it is looked through.</summary>
    private static string Masked(SecretMask mask, string typed) => mask.Mask(Cut(typed, Grammar.CommandTextParser.MaxLength));

    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
