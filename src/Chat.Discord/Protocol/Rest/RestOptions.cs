namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <param name="Token">The bot's; a secret.</param>
/// <param name="UserAgent">In the form that Discord wants: <c>DiscordBot (address, version)</c>.</param>
internal sealed record RestOptions(string Token, string UserAgent)
{
    /// <summary>Encrypted, save to this very machine; ends with a slash.</summary>
    public Uri BaseUrl { get; init; } = new("https://discord.com/api/v10/");

    /// <summary>For one attempt, from connecting to the last byte of the answer.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same of a request with files.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One attempt to acknowledge an interaction: short enough for a second and a third.</summary>
    public TimeSpan UrgentTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>In all for acknowledging; after three seconds Discord forgets the interaction.</summary>
    public TimeSpan UrgentCallTimeout { get; init; } = TimeSpan.FromSeconds(2.8);

    /// <summary>In all for anything else, waiting included. Discord knows a nonce again for some minutes only, so this is shorter.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes of an answer.</summary>
    public int LargestReply { get; init; } = 8 * 1024 * 1024;

    public int RequestsPerSecond { get; init; } = 40;

    /// <summary>Together with those per second, Discord's 50.</summary>
    public int RequestsAtOnce { get; init; } = 10;

    /// <summary>Of those at once, as many may send files.</summary>
    public int UploadsAtOnce { get; init; } = 3;

    /// <summary>Invalid requests in ten minutes at which nothing more is sent; Discord bans at 10,000.</summary>
    public int InvalidRequests { get; init; } = 1000;

    /// <summary>Without the token.</summary>
    public override string ToString() => BaseUrl.ToString();
}
