namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// Which reactions mean something: ✅ and ❌, with or without the selector U+FE0F that some clients add. No other mark or colour of theirs counts, and no skin tone: consent
/// is not guessed.
/// </summary>
internal static class Consent
{
    public const string Yes = "✅";
    public const string No = "❌";
    private const char Selector = '\uFE0F';

    /// <summary><see cref="Yes"/>, <see cref="No"/>, or null.</summary>
    public static string? Of(string? emoji)
    {
        var bare = emoji is { Length: 2 } && emoji[1] == Selector ? emoji[..1] : emoji;
        return bare is Yes or No ? bare : null;
    }
}
