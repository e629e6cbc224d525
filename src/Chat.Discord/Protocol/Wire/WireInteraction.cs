using System.Text.Json.Serialization;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <param name="Type">2: a command, 3: a component, 4: a completion; there are others.</param>
/// <param name="Member">In a guild; else <paramref name="User"/> is set.</param>
internal sealed record WireInteraction(
    Snowflake Id,
    int Type,
    string Token,
    WireInteractionData? Data = null,
    Snowflake? GuildId = null,
    Snowflake? ChannelId = null,
    WireInteractionChannel? Channel = null,
    WireMember? Member = null,
    WireUser? User = null,
    WireMessage? Message = null,
    string? Locale = null);

/// <param name="ParentId">Of a thread: the channel that it was started in; of a channel: its category.</param>
internal sealed record WireInteractionChannel(int? Type = null, Snowflake? ParentId = null);

/// <param name="Type">Of a command: 1 is a slash command.</param>
/// <param name="Name">Of a command.</param>
/// <param name="CustomId">Of a component.</param>
/// <param name="ComponentType">2: a button.</param>
internal sealed record WireInteractionData(
    int? Type = null, string? Name = null, string? CustomId = null, int? ComponentType = null, IReadOnlyList<WireInteractionOption>? Options = null);

/// <param name="Type">1: a sub-command, 2: a group of them; else a value.</param>
internal sealed record WireInteractionOption(
    string Name,
    int Type,
    [property: JsonConverter(typeof(AnyAsTextConverter))] string? Value = null,
    IReadOnlyList<WireInteractionOption>? Options = null,
    bool Focused = false);

/// <param name="Type">5: an answer will come, 6: nothing will be seen, 8: what may be chosen.</param>
internal sealed record WireCallback(int Type, WireCallbackData? Data = null);

/// <param name="Flags">64: only the one who asked sees it.</param>
internal sealed record WireCallbackData(int? Flags = null, IReadOnlyList<WireChoice>? Choices = null);

internal sealed record WireReaction(
    Snowflake UserId, Snowflake ChannelId, Snowflake MessageId, WireEmoji Emoji, Snowflake? GuildId = null, WireMember? Member = null);

internal sealed record WireCleared(Snowflake ChannelId, Snowflake MessageId);

/// <param name="Id">Of a guild's own; null of a character of Unicode's.</param>
internal sealed record WireEmoji(Snowflake? Id = null, string? Name = null);
