namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <param name="Token">The bot's; a secret.</param>
/// <param name="Library">By which the client tells its name.</param>
internal sealed record GatewayOptions(string Token, string Library)
{
    public GatewayIntents Intents { get; init; } = GatewayIntents.GuildMessageReactions;

    /// <summary>Whether all that Discord sends is compressed (<c>zlib-stream</c>).</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Bytes of one payload, before and after decompression.</summary>
    public int LargestPayload { get; init; } = 4 * 1024 * 1024;

    /// <summary>Events that wait for a slow listener; one more ends the session, for it would be lost.</summary>
    public int LongestQueue { get; init; } = 4096;

    /// <summary>For a connection to stand, and for its first payload to come.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For a session to stand, from the hello or from the last event on: a long replay takes its time.</summary>
    public TimeSpan StandTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For a payload to be taken by the network.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the second attempt to connect is about this; it doubles from there.</summary>
    public TimeSpan BackOffUnit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that stood so long has not failed when it ends.</summary>
    public TimeSpan SteadyAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two sessions started; Discord allows one per 5 seconds.</summary>
    public TimeSpan IdentifySpacing { get; init; } = TimeSpan.FromSeconds(5.5);

    /// <summary>Between two changes of presence.</summary>
    public TimeSpan PresenceSpacing { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without the token.</summary>
    public override string ToString() => Library;
}
