using Nightshift.Chat.Discord.Outbox;

namespace Nightshift.Chat.Discord;

public sealed partial class DiscordClient : IDiscordHistory
{
    public async Task<Snowflake?> FindOwnAsync(Snowflake channel, DateTimeOffset after, string mark, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        var seen = await _api.GetMessagesAsync(channel, Snowflake.At(after), cancellationToken);
        return seen
            .Where(message => message.Author.Id == self.User.Id && message.Embeds.Any(embed => embed.Footer?.Text.EndsWith(mark, StringComparison.Ordinal) == true))
            .Select(message => (Snowflake?)message.Id)
            .FirstOrDefault();
    }
}
