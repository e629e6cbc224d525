using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server;

/// <summary>How a test's Discord behaves. The values that are Discord's own are the defaults.</summary>
public sealed record DiscordServerOptions
{
    /// <summary>The clock of everything but what the two below say: ids, message ages, rate limits, sessions.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The clock of heartbeats and of the gateway's own limits; <see cref="Time"/> unless given. Leave it real in tests that leap.</summary>
    public TimeProvider? GatewayTime { get; init; }

    /// <summary>The clock of the interactions' deadlines (3 s, 15 min); <see cref="Time"/> unless given.</summary>
    public TimeProvider? InteractionTime { get; init; }

    /// <summary>The bot's token; unless given one of Discord's shape is made: its id in base 64, a stamp, a secret.</summary>
    public string? Token { get; init; }

    public string BotName { get; init; } = "nightshift";

    /// <summary>What the bot may do in the first guild, by its own role.</summary>
    public Model.Permission BotPermissions { get; init; } = Model.Permission.EveryoneByDefault;

    /// <summary>Privileged intents switched on in the portal: any of GUILD_MEMBERS (1&lt;&lt;1), GUILD_PRESENCES (1&lt;&lt;8), MESSAGE_CONTENT (1&lt;&lt;15).</summary>
    public int PrivilegedIntents { get; init; }

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(41_250);

    /// <summary>For how long a session can be resumed after its connection was lost.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Events a session keeps for replay.</summary>
    public int ReplayDepth { get; init; } = 10_000;

    /// <summary>IDENTIFYs in 24 h. At the limit the token is revoked, as Discord does.</summary>
    public int IdentifiesPerDay { get; init; } = 1000;

    /// <summary>IDENTIFYs in 5 s.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Requests a second over all routes.</summary>
    public int GlobalRequestsPerSecond { get; init; } = 50;

    /// <summary>Answers of 401, 403 and 429 (but not of scope shared) in 10 min that bring the ban.</summary>
    public int InvalidRequestsBeforeBan { get; init; } = 10_000;

    public TimeSpan BanDuration { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The status of a banned request. Cloudflare's page "error code: 1015" comes with 429.</summary>
    public int BanStatus { get; init; } = 429;

    /// <summary>Edits of messages older than an hour, per channel (error 30046). Discord does not publish its figure.</summary>
    public RateLimit OldMessageEdits { get; init; } = new(3, TimeSpan.FromSeconds(30));

    /// <summary>Limits by route name ("PATCH /channels/{channel}/messages/{message}") that replace those of the route table.</summary>
    public IReadOnlyDictionary<string, RateLimit> RateLimits { get; init; } = new Dictionary<string, RateLimit>();

    /// <summary>Bytes of one file (a guild without boosts).</summary>
    public int MaxFileBytes { get; init; } = 10 * 1024 * 1024;

    internal TimeProvider GatewayClock => GatewayTime ?? Time;

    internal TimeProvider InteractionClock => InteractionTime ?? Time;
}
