using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Rest;

internal sealed partial class RestApi
{
    private const int ReactionsPerPage = 100;
    private const int MessagesPerPage = 100;

    /// <param name="body">With a nonce, since it is sent again when the answer is lost.</param>
    public Task<WireMessage> CreateMessageAsync(Snowflake channel, WireMessageBody body, IReadOnlyList<DiscordFile> files, CancellationToken cancellationToken) =>
        ReadAsync(
            new RestRequest(RestOperation.CreateMessage, HttpMethod.Post, "channels/{channel}/messages", $"channels/{channel}/messages")
            {
                Major = channel.ToString(),
                Body = Json(body.Nonce is null ? throw new ArgumentException("a message without a nonce", nameof(body)) : body, WireJson.Default.WireMessageBody),
                Files = files,
            },
            WireJson.Default.WireMessage,
            cancellationToken);

    public Task EditMessageAsync(Snowflake channel, Snowflake message, WireMessageBody body, IReadOnlyList<DiscordFile> files, CancellationToken cancellationToken) =>
        sender.SendAsync(
            new RestRequest(RestOperation.EditMessage, HttpMethod.Patch, "channels/{channel}/messages/{message}", $"channels/{channel}/messages/{message}")
            {
                Major = channel.ToString(),
                Body = Json(body, WireJson.Default.WireMessageBody),
                Files = files,
                Priority = RestPriority.Progress,
            },
            cancellationToken);

    /// <summary>The first hundred after a moment.</summary>
    public Task<IReadOnlyList<WireSeenMessage>> GetMessagesAsync(Snowflake channel, Snowflake after, CancellationToken cancellationToken) => ReadAsync(
        Get(RestOperation.GetMessages, "channels/{channel}/messages", $"channels/{channel}/messages?limit={MessagesPerPage}&after={after}", channel),
        WireJson.Default.IReadOnlyListWireSeenMessage,
        cancellationToken);

    public Task AddReactionAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) => sender.SendAsync(
        new RestRequest(
            RestOperation.AddReaction,
            HttpMethod.Put,
            "channels/{channel}/messages/{message}/reactions/{emoji}/@me",
            $"channels/{channel}/messages/{message}/reactions/{Uri.EscapeDataString(emoji)}/@me") { Major = channel.ToString() },
        cancellationToken);

    /// <param name="type">0: ordinary reactions, 1: those called super.</param>
    public async Task<IReadOnlyList<WireUser>> GetReactionsAsync(Snowflake channel, Snowflake message, string emoji, int type, CancellationToken cancellationToken)
    {
        var path = $"channels/{channel}/messages/{message}/reactions/{Uri.EscapeDataString(emoji)}?type={type}&limit={ReactionsPerPage}";
        var all = new List<WireUser>();
        var after = 0UL;
        while (true)
        {
            var page = await ReadAsync(
                Get(
                    RestOperation.GetReactions,
                    "channels/{channel}/messages/{message}/reactions/{emoji}",
                    after == 0 ? path : $"{path}&after={after}",
                    channel),
                WireJson.Default.IReadOnlyListWireUser,
                cancellationToken);
            all.AddRange(page);
            if (page.Count < ReactionsPerPage) return all;
            var last = page.Max(user => user.Id.Value);
            if (last <= after) throw new DiscordUnreachableException("Discord gives the same page of reactions twice");
            after = last;
        }
    }

    public Task<WireChannel> StartThreadAsync(Snowflake channel, Snowflake message, WireThreadStart thread, string? reason, CancellationToken cancellationToken) => ReadAsync(
        new RestRequest(RestOperation.StartThread, HttpMethod.Post, "channels/{channel}/messages/{message}/threads", $"channels/{channel}/messages/{message}/threads")
        {
            Major = channel.ToString(),
            Body = Json(thread, WireJson.Default.WireThreadStart),
            Reason = reason,
        },
        WireJson.Default.WireChannel,
        cancellationToken);
}
