using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Rest;

/// <summary>What goes back over the wire.</summary>
internal sealed record RestAnswer(int Status, JsonNode? Body)
{
    public Quota? Quota { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public RateLimitScope? Scope { get; init; }

    /// <summary>A body that is no JSON, as of a gateway in between.</summary>
    public string? Text { get; init; }

    /// <summary>Discord's error code, 0 for none.</summary>
    public int Code { get; init; }

    /// <summary>What it answers, as far as it was read.</summary>
    public RestRequest? Sent { get; init; }

    /// <summary>Not Discord's answer but that of the wall before it.</summary>
    public bool FromCloudflare => Text is not null;
}

/// <summary>Whose limit a 429 speaks of: the bot's own on a route, all that the bot sends, or a resource's that all share.</summary>
public enum RateLimitScope
{
    User,
    Global,
    Shared,
}

internal sealed class RefusedException(RestAnswer answer) : Exception
{
    public RestAnswer Answer { get; } = answer;
}
