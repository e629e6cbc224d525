using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Mapping;

/// <summary>Interactions and reactions as the port tells them.</summary>
internal static class InteractionMap
{
    private const int Button = 2;
    private const int SubCommandGroup = 2;

    /// <summary>Null: of a kind that is not asked for (a menu, a form, a command on a message), or without what it needs.</summary>
    public static DiscordInteraction? From(WireInteraction wire)
    {
        if (wire is not { Data: { } data, ChannelId: { } channel } || (wire.Member?.User ?? wire.User) is not { } user) return null;
        var interaction = new DiscordInteraction(
            wire.Id, wire.Token, (DiscordInteractionKind)wire.Type, wire.GuildId, channel, From(user), wire.Member?.Roles ?? [], wire.Locale ?? "en-US")
        {
            Parent = wire.Channel is { ParentId: { } parent, Type: { } type } && WireChannel.IsThreadType(type) ? parent : null,
        };
        return interaction.Kind switch
        {
            DiscordInteractionKind.Command or DiscordInteractionKind.Completion when data is { Name: { } name, Type: null or 1 } =>
                Command(interaction, name, data.Options ?? []),
            DiscordInteractionKind.Button when data is { ComponentType: Button, CustomId: { } id } => interaction with { Button = id, Message = wire.Message?.Id },
            _ => null,
        };
    }

    public static DiscordReaction From(bool isAdded, WireReaction wire) => new(
        isAdded, wire.ChannelId, wire.MessageId, wire.UserId, wire.Emoji.Id is null ? wire.Emoji.Name : null, wire.GuildId, wire.Member?.User?.Bot);

    public static DiscordUser From(WireUser user) => new(user.Id, user.Username, user.Bot);

    private static DiscordInteraction Command(DiscordInteraction interaction, string name, IReadOnlyList<WireInteractionOption> options)
    {
        List<string> path = [name];
        while (options is [{ Type: <= SubCommandGroup } inner])
        {
            path.Add(inner.Name);
            options = inner.Options ?? [];
        }
        return interaction with { Command = path, Options = [.. options.Where(option => option.Value is not null).Select(From)] };
    }

    private static DiscordOptionValue From(WireInteractionOption option) => new(option.Name, option.Value!, option.Focused);
}
