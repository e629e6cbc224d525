using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>What people pressed, or took off, while nobody told us: read from the messages themselves, as the difference to what was dealt with.</summary>
internal sealed class MissedReactions(IDiscord discord, IRunMessages messages, SeenReactions seen, DiscordChannelOptions options, ILogger<MissedReactions> logger)
{
    /// <returns>As Discord would have told them: what was taken off first.</returns>
    public async Task<IReadOnlyList<DiscordReaction>> ReadAsync(CancellationToken cancellationToken)
    {
        var missed = new List<DiscordReaction>();
        foreach (var on in await messages.WaitingAsync(cancellationToken))
        {
            try
            {
                foreach (var mark in (string[])[Consent.Yes, Consent.No]) missed.AddRange(await OfAsync(on, mark, cancellationToken));
            }
            catch (Exception failure) when (failure is DiscordRefusedException)
            {
                // The message is gone, or may not be seen any more: nobody can have consented on it.
                logger.ReactionsNotRead(on.Message, failure);
            }
        }

        return missed;
    }

    private async Task<IEnumerable<DiscordReaction>> OfAsync(RunOnMessage on, string mark, CancellationToken cancellationToken)
    {
        var before = await seen.OfAsync(on.Message, mark, cancellationToken);
        var present = await discord.GetReactionsAsync(on.Channel, on.Message, mark, cancellationToken);
        var gone = before.Where(user => !present.Any(one => one.Id == user)).Select(user => Reaction(on, mark, user, false, null));
        var come = present.Where(user => !before.Contains(user.Id)).Select(user => Reaction(on, mark, user.Id, true, user.IsBot));
        return [.. gone, .. come];
    }

    private DiscordReaction Reaction(RunOnMessage on, string mark, Snowflake user, bool isAdded, bool? isBot) => new(isAdded, on.Channel, on.Message, user, mark, options.Guild, isBot);
}
