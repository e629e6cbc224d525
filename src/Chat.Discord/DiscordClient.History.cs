using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord;

public sealed partial class DiscordClient : IDiscordHistory
{
    /// <summary>Page by page, the oldest first, until one is empty or of a later time: how many messages Discord puts into a page is its own affair.</summary>
    public async Task<Snowflake?> FindOwnAsync(Snowflake channel, DateTimeOffset after, DateTimeOffset before, string mark, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        for (var (from, last) = (Snowflake.At(after), Snowflake.At(before)); from.Value < last.Value;)
        {
            var page = await _api.GetMessagesAsync(channel, from, cancellationToken);
            if (page.FirstOrDefault(IsIt) is { } found) return found.Id;
            if (page.Count == 0) break;
            var next = new Snowflake(page.Max(message => message.Id.Value));
            if (next.Value <= from.Value) throw new DiscordUnreachableException("Discord gives the same page of messages twice");
            from = next;
        }

        return null;

        bool IsIt(WireSeenMessage message) =>
            message.Author.Id == self.User.Id && message.Embeds.Any(embed => embed.Footer?.Text.EndsWith(mark, StringComparison.Ordinal) == true);
    }
}
