using System.Text.Json.Serialization;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <summary>Where the gateway is, and how often a session may still be started.</summary>
internal sealed record WireGatewayBot(string Url, WireSessionStartLimit SessionStartLimit);

/// <param name="ResetAfter">Milliseconds.</param>
/// <param name="MaxConcurrency">Identifies per 5 seconds.</param>
internal sealed record WireSessionStartLimit(int Total, int Remaining, long ResetAfter, int MaxConcurrency)
{
    private const long Day = 86_400_000;

    /// <summary>From nothing to a day, since that is how long Discord counts.</summary>
    public TimeSpan Reset => TimeSpan.FromMilliseconds(Math.Clamp(ResetAfter, 0, Day));
}

/// <param name="HeartbeatInterval">Milliseconds.</param>
internal sealed record WireHello(long HeartbeatInterval);

internal sealed record WireReady(string SessionId, string ResumeGatewayUrl, WireUser User, WirePartialApplication Application);

internal sealed record WirePartialApplication(Snowflake Id);

internal sealed record WireIdentify(string Token, int Intents, WireProperties Properties, WirePresence Presence);

internal sealed record WireProperties(string Os, string Browser, string Device);

internal sealed record WireResume(string Token, string SessionId, long Seq);

/// <param name="Since">Since when the bot idles; null is written, for Discord wants the field.</param>
internal sealed record WirePresence(
    IReadOnlyList<WireActivity> Activities, string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Since, bool Afk);

/// <param name="Type">4: a line of text.</param>
/// <param name="State">At most 128 characters.</param>
internal sealed record WireActivity(string Name, int Type, string State);
