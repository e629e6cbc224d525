namespace Nightshift.Chat.Discord.Tests.Team;

/// <summary>Takes no message that begins with a mention, and does not say so.</summary>
internal sealed class DeafDiscord(IDiscord inner) : BetweenDiscord(inner)
{
    public override Task<Snowflake> SendAsync(Snowflake channel, DiscordMessage message, CancellationToken cancellationToken) => message.Content.StartsWith("<@", StringComparison.Ordinal)
        ? new TaskCompletionSource<Snowflake>().Task.WaitAsync(cancellationToken)
        : base.SendAsync(channel, message, cancellationToken);
}
