namespace Nightshift.Chat.Discord;

/// <summary>
/// All that Nightshift asks of Discord: the port behind which a client stands. Calls wait for Discord's limits by themselves. What Discord refuses is a
/// <see cref="DiscordRefusedException"/>, what cannot be reached in time a <see cref="DiscordUnreachableException"/>; of a call that has an effect nobody knows then whether it had.
/// </summary>
public interface IDiscord : IAsyncDisposable
{
    /// <summary>Connects and stays connected until disposed, whatever happens to the connection; returns when the first session stands. Once only.</summary>
    /// <exception cref="DiscordRefusedException">The token, or an intent, is not accepted: nothing is tried again.</exception>
    Task<DiscordSelf> ConnectAsync(IDiscordEvents events, CancellationToken cancellationToken);

    /// <summary>What stands beside the bot's name; sent at the next chance when there is no connection.</summary>
    Task ShowPresenceAsync(string text, CancellationToken cancellationToken);

    /// <summary>The message's id. Sending the same <see cref="DiscordMessage.Nonce"/> again within some minutes makes no second message.</summary>
    Task<Snowflake> SendAsync(Snowflake channel, DiscordMessage message, CancellationToken cancellationToken);

    /// <remarks>A message that is more than an hour old is refused with the code 30046 after a few edits: send a new one.</remarks>
    Task EditAsync(Snowflake channel, Snowflake message, DiscordMessage content, CancellationToken cancellationToken);

    Task AddReactionAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken);

    /// <summary>Everybody who has reacted so, page by page until the last.</summary>
    Task<IReadOnlyList<DiscordUser>> GetReactionsAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken);

    /// <returns>The thread's id, to which messages can be sent; that of the message's thread where it has one already.</returns>
    Task<Snowflake> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken);

    /// <param name="guild">Null: everywhere.</param>
    Task<IReadOnlyList<DiscordCommand>> GetCommandsAsync(Snowflake? guild, CancellationToken cancellationToken);

    /// <summary>Replaces all commands.</summary>
    Task SetCommandsAsync(Snowflake? guild, IReadOnlyList<DiscordCommand> commands, CancellationToken cancellationToken);

    /// <summary>Promises an answer, which has to happen within three seconds of the interaction.</summary>
    /// <param name="isPrivate">Whether only the one who asked will see it; of a button: whether the answer is a message of its own, seen by them alone, or nothing at all.</param>
    Task DeferAsync(DiscordInteraction interaction, bool isPrivate, CancellationToken cancellationToken);

    /// <summary>The promised answer; possible for 15 minutes after the interaction.</summary>
    Task AnswerAsync(DiscordInteraction interaction, DiscordMessage answer, CancellationToken cancellationToken);

    /// <summary>A further answer.</summary>
    Task FollowUpAsync(DiscordInteraction interaction, DiscordMessage answer, bool isPrivate, CancellationToken cancellationToken);

    /// <summary>What may be chosen for the option that somebody is typing; within three seconds.</summary>
    Task SuggestAsync(DiscordInteraction interaction, IReadOnlyList<DiscordChoice> choices, CancellationToken cancellationToken);

    /// <summary>Somebody as a member of a guild, as of now; null when they are none.</summary>
    Task<DiscordMember?> FindMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken);

    /// <summary>The roles of a guild, by id, with their names.</summary>
    Task<IReadOnlyDictionary<Snowflake, string>> GetRolesAsync(Snowflake guild, CancellationToken cancellationToken);

    /// <summary>What the bot may do in a channel, roles and overwrites counted together.</summary>
    Task<DiscordPermissions> GetPermissionsAsync(Snowflake guild, Snowflake channel, CancellationToken cancellationToken);
}
