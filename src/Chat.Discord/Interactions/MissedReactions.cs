using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>What people pressed, or took off, while nobody told us: read from the message itself, as the difference to what was dealt with.</summary>
internal sealed class MissedReactions(IDiscord discord, SeenReactions seen, IRunMessages messages, DiscordChannelOptions options, ILogger<MissedReactions> logger)
{
    /// <summary>Has a meaning only where nothing else deals with reactions of this message meanwhile.</summary>
    /// <returns>As Discord would have told them: what was taken off first.</returns>
    public async Task<IReadOnlyList<DiscordReaction>> OfAsync(RunOnMessage on, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await OfAsync(on, Consent.Yes, cancellationToken), .. await OfAsync(on, Consent.No, cancellationToken)];
        }
        catch (DiscordRefusedException failure)
        {
            // The message is gone, or may not be seen any more: nobody can have consented on it.
            logger.ReactionsNotRead(on.Message, failure);
            if (failure.Code == RefusalCodes.UnknownMessage) await messages.GoneAsync(on.Channel, on.Message, cancellationToken);
            return [];
        }
    }

    private async Task<IEnumerable<DiscordReaction>> OfAsync(RunOnMessage on, string mark, CancellationToken cancellationToken)
    {
        var before = await seen.OfAsync(on.Message, mark, cancellationToken);
        var begun = mark == Consent.Yes ? await seen.GivenAsync(on.Message, cancellationToken) : [];
        var present = await discord.GetReactionsAsync(on.Channel, on.Message, mark, cancellationToken);
        var gone = before.Union(begun.Select(given => given.User)).Where(user => !present.Any(one => one.Id == user)).Select(user => Reaction(on, mark, user, false, null));
        var come = present.Where(user => !before.Contains(user.Id)).Select(user => Reaction(on, mark, user.Id, true, user.IsBot));
        return [.. gone, .. come];
    }

    private DiscordReaction Reaction(RunOnMessage on, string mark, Snowflake user, bool isAdded, bool? isBot) => new(isAdded, on.Channel, on.Message, user, mark, options.Guild, isBot);
}
