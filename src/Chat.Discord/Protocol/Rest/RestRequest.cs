namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>Where requests share a limit, the lower number goes first.</summary>
internal enum RestPriority
{
    Answer = 0,
    Normal = 1,
    Progress = 2,
}

/// <param name="Route">The path with the names of its parts in place of ids: what limits are known by.</param>
/// <param name="Path">Relative to the base, escaped; may hold the token of an interaction, so it is never told to anybody.</param>
internal sealed record RestRequest(RestOperation Operation, HttpMethod Method, string Route, string Path)
{
    /// <summary>The channel, guild or webhook, to which a limit applies separately.</summary>
    public string Major { get; init; } = "";

    /// <summary>JSON.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public IReadOnlyList<DiscordFile> Files { get; init; } = [];

    /// <summary>Shown in the guild's audit log.</summary>
    public string? Reason { get; init; }

    public RestPriority Priority { get; init; } = RestPriority.Normal;

    /// <summary>
    /// The token of an interaction that the path holds. Such requests need no other, and do not count towards the bot's global limit.
    /// Source: Discord's API reference, "Receiving and responding", "Endpoints".
    /// </summary>
    public string? InteractionToken { get; init; }

    /// <summary>Goes past every queue: an interaction has to be acknowledged within three seconds.</summary>
    public bool IsUrgent => Operation == RestOperation.AcknowledgeInteraction;

    /// <summary>Without what may hold a token.</summary>
    public override string ToString() => $"{Method} {Route}";
}
