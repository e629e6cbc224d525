namespace Nightshift.Chat.Discord.Tests.Team;

/// <summary>Hands everything on; a test changes what it wants.</summary>
internal abstract class BetweenDiscord(IDiscord inner) : IDiscord
{
    public Task<DiscordSelf> ConnectAsync(IDiscordEvents events, CancellationToken cancellationToken) => inner.ConnectAsync(events, cancellationToken);

    public Task ShowPresenceAsync(string text, CancellationToken cancellationToken) => inner.ShowPresenceAsync(text, cancellationToken);

    public virtual Task<Snowflake> SendAsync(Snowflake channel, DiscordMessage message, CancellationToken cancellationToken) => inner.SendAsync(channel, message, cancellationToken);

    public Task EditAsync(Snowflake channel, Snowflake message, DiscordMessage content, CancellationToken cancellationToken) => inner.EditAsync(channel, message, content, cancellationToken);

    public Task AddReactionAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) => inner.AddReactionAsync(channel, message, emoji, cancellationToken);

    public virtual Task<IReadOnlyList<DiscordUser>> GetReactionsAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) =>
        inner.GetReactionsAsync(channel, message, emoji, cancellationToken);

    public Task<Snowflake> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken) => inner.StartThreadAsync(channel, message, name, cancellationToken);

    public Task<IReadOnlyList<DiscordCommand>> GetCommandsAsync(Snowflake? guild, CancellationToken cancellationToken) => inner.GetCommandsAsync(guild, cancellationToken);

    public Task SetCommandsAsync(Snowflake? guild, IReadOnlyList<DiscordCommand> commands, CancellationToken cancellationToken) => inner.SetCommandsAsync(guild, commands, cancellationToken);

    public Task DeferAsync(DiscordInteraction interaction, bool isPrivate, CancellationToken cancellationToken) => inner.DeferAsync(interaction, isPrivate, cancellationToken);

    public Task AnswerAsync(DiscordInteraction interaction, DiscordMessage answer, CancellationToken cancellationToken) => inner.AnswerAsync(interaction, answer, cancellationToken);

    public Task FollowUpAsync(DiscordInteraction interaction, DiscordMessage answer, bool isPrivate, CancellationToken cancellationToken) =>
        inner.FollowUpAsync(interaction, answer, isPrivate, cancellationToken);

    public Task SuggestAsync(DiscordInteraction interaction, IReadOnlyList<DiscordChoice> choices, CancellationToken cancellationToken) => inner.SuggestAsync(interaction, choices, cancellationToken);

    public Task<DiscordMember?> FindMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken) => inner.FindMemberAsync(guild, user, cancellationToken);

    public Task<IReadOnlyDictionary<Snowflake, string>> GetRolesAsync(Snowflake guild, CancellationToken cancellationToken) => inner.GetRolesAsync(guild, cancellationToken);

    public Task<DiscordPermissions> GetPermissionsAsync(Snowflake guild, Snowflake channel, CancellationToken cancellationToken) => inner.GetPermissionsAsync(guild, channel, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
