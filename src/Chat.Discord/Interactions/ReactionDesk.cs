using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>✅ and ❌ on the message of a plan: approval, its withdrawal when ✅ is taken off again, and rejection.</summary>
internal sealed class ReactionDesk(
    IDiscord discord, RunMessageLookup messages, DiscordPeople people, Presses presses, SeenReactions seen, DiscordChannelOptions options, ILogger<ReactionDesk> logger)
{
    private const int LongestNote = 1_000;

    /// <param name="self">The bot's own account, which marks messages for others to press on.</param>
    public async Task HandleAsync(DiscordReaction reaction, Snowflake self, CancellationToken cancellationToken)
    {
        if (reaction.User == self || Consent.Of(reaction.Emoji) is not { } mark) return;
        try
        {
            if (await messages.FindAsync(reaction.Channel, reaction.Message, cancellationToken) is { AsksConsent: true } on) await TakeAsync(reaction, mark, on, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ReactionFailed(reaction.User, reaction.Message, failure);
        }
    }

    private async Task TakeAsync(DiscordReaction reaction, string mark, RunOnMessage on, CancellationToken cancellationToken)
    {
        if (!reaction.IsAdded)
        {
            await TakeBackAsync(reaction, mark, on, cancellationToken);
            return;
        }

        var (who, answer) = await GiveAsync(reaction, on, mark == Consent.Yes ? Reaction.Approve : Reaction.Reject, cancellationToken);
        if (who.IsUnknown)
        {
            await TellAsync(reaction, mark, answer, cancellationToken);
            return;
        }

        var isFirst = await seen.RememberAsync(reaction.Message, reaction.User, mark, cancellationToken);
        if (!answer.Accepted && isFirst && who.Refusal != Sentences.Bot) await TellAsync(reaction, mark, answer, cancellationToken);
    }

    /// <summary>A ❌ that is taken off again takes nothing back: the run has ended. A ✅ that comes off too late is told, since it stands.</summary>
    private async Task TakeBackAsync(DiscordReaction reaction, string mark, RunOnMessage on, CancellationToken cancellationToken)
    {
        if (mark == Consent.Yes && await GiveAsync(reaction, on, Reaction.Withdraw, cancellationToken) is var (who, answer) && !answer.Accepted && who.Refusal.Length == 0)
            await TellAsync(reaction, mark, answer, cancellationToken);
        await seen.ForgetAsync(reaction.Message, reaction.User, mark, cancellationToken);
    }

    private async Task<(Found Who, Answer Answer)> GiveAsync(DiscordReaction reaction, RunOnMessage on, Reaction meaning, CancellationToken cancellationToken)
    {
        var who = reaction.Guild == options.Guild
            ? await people.FindAsync(reaction.User, reaction.IsBot, cancellationToken)
            : new Found(null, DiscordPeople.IdOfStranger(reaction.User), Sentences.OtherGuild);
        return (who, await presses.PressAsync(who, reaction.User, on, meaning, null, null, "", cancellationToken));
    }

    /// <summary>A reaction has no private answer. The one who reacted is named and not called.</summary>
    private async Task TellAsync(DiscordReaction reaction, string mark, Answer answer, CancellationToken cancellationToken) =>
        await discord.SendAsync(
            reaction.Channel,
            new DiscordMessage($"<@{reaction.User}> {mark} {DiscordText.Lines(answer.Sentence, LongestNote)}") { Nonce = NonceOf(reaction) },
            cancellationToken);

    private static string NonceOf(DiscordReaction reaction) => $"{(reaction.IsAdded ? 'r' : 'w')}{reaction.Message.Value % 1_000_000_000_000}{reaction.User.Value % 100_000_000_000}";
}
