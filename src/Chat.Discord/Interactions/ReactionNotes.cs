using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// What everybody sees of a reaction that has not the effect that it seems to have. A reaction has no private answer, so the reason is left to the button and the
/// command, which do. The one who reacted is named and not called.
/// </summary>
internal sealed class ReactionNotes(DiscordChannelOptions options, Translations texts)
{
    private const int LongestNonce = 25;

    /// <param name="reason">Never shown; another one is another note.</param>
    public DiscordMessage NotCounted(DiscordReaction reaction, string mark, string reason) =>
        Note(reaction, Sentences.ReactionNotCounted, reason, mark);

    public DiscordMessage Stands(DiscordReaction reaction, string mark, RunId run, string reason) => Note(reaction, Sentences.ReactionStands, reason, mark, run);

    public DiscordMessage TriedAgain(DiscordReaction reaction, string mark) => Note(reaction, Sentences.ReactionTriedAgain, "", mark);

    /// <summary>The same for the same reaction with the same reason alone, so that Discord takes a second different note and not a second same one.</summary>
    internal static string NonceOf(DiscordReaction reaction, string sentence, string reason) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{reaction.Message} {reaction.User} {reaction.IsAdded} {sentence} {reason}"))))[..LongestNonce];

    private DiscordMessage Note(DiscordReaction reaction, string sentence, string reason, params object[] values) =>
        new(texts.Format(options.Language, sentence, [$"<@{reaction.User}>", .. values])) { Nonce = NonceOf(reaction, sentence, reason) };
}
