using System.Security.Cryptography;
using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord;

public sealed partial class DiscordClient
{
    private const int ThreadExists = 160004;
    private const int ThreeDays = 4320;

    public async Task<Snowflake> SendAsync(Snowflake channel, DiscordMessage message, CancellationToken cancellationToken)
    {
        var body = MessageMap.New(message, message.Nonce ?? RandomNumberGenerator.GetHexString(24, lowercase: true));
        return (await _api.CreateMessageAsync(channel, body, message.Files, cancellationToken)).Id;
    }

    public Task EditAsync(Snowflake channel, Snowflake message, DiscordMessage content, CancellationToken cancellationToken) =>
        _api.EditMessageAsync(channel, message, MessageMap.Whole(content), content.Files, cancellationToken);

    public Task AddReactionAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) =>
        _api.AddReactionAsync(channel, message, emoji, cancellationToken);

    public async Task<IReadOnlyList<DiscordUser>> GetReactionsAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken)
    {
        var ordinary = await _api.GetReactionsAsync(channel, message, emoji, 0, cancellationToken);
        var super = await _api.GetReactionsAsync(channel, message, emoji, 1, cancellationToken);
        return [.. ordinary.Concat(super).DistinctBy(user => user.Id).Select(InteractionMap.From)];
    }

    public async Task<Snowflake> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await _api.StartThreadAsync(channel, message, new WireThreadStart(name, ThreeDays), _options.AuditReason, cancellationToken)).Id;
        }
        catch (DiscordRefusedException refusal) when (refusal.Code == ThreadExists)
        {
            return message; // a thread that was started from a message has the message's id
        }
    }
}
