namespace Nightshift.Chat.Rendering;

/// <summary>Texts of unknown length in one cell of a table.</summary>
public static class Bounded
{
    private const int Longest = 200;

    /// <summary>At most 200 characters, not cut in the middle of one that takes two.</summary>
    public static string Line(string text)
    {
        if (text.Length <= Longest) return text;
        var cut = char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1;
        return string.Concat(text.AsSpan(0, cut), "…");
    }
}
