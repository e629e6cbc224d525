using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Rest;

namespace Nightshift.Chat.Discord;

/// <param name="Token">The bot's; a secret, without the word <c>Bot</c> before it.</param>
public sealed record DiscordClientOptions(string Token)
{
    /// <summary>Encrypted, save to this very machine; ends with a slash.</summary>
    public Uri ApiUrl { get; init; } = new("https://discord.com/api/v10/");

    /// <summary>Whether all that the gateway sends is compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>By which the client tells its name.</summary>
    public string Library { get; init; } = "nightshift";

    /// <summary>Stands in the guild's audit log.</summary>
    public string AuditReason { get; init; } = "Nightshift";

    /// <summary>Of the 50 that Discord allows; ten of them are for those that arrive late. Less where others use the same token.</summary>
    public int RequestsPerSecond { get; init; } = 40;

    /// <summary>What a test makes shorter.</summary>
    internal GatewayOptions? Gateway { get; init; }

    internal RestOptions? Rest { get; init; }

    internal GatewayOptions ForGateway() => (Gateway ?? new GatewayOptions(Token, Library)) with { Token = Token, Library = Library, IsCompressed = IsCompressed };

    internal RestOptions ForRest() => (Rest ?? new RestOptions(Token, "")) with
    {
        Token = Token,
        BaseUrl = ApiUrl,
        UserAgent = $"DiscordBot (https://discord.com, 10) {Library}",
        RequestsPerSecond = RequestsPerSecond,
    };

    /// <summary>Without the token.</summary>
    public override string ToString() => $"{Library} at {ApiUrl}";
}
