namespace Nightshift.Chat.Discord.Tests.Team;

/// <summary>Hands the reactions of a message on only after a while: meanwhile they are others.</summary>
internal sealed class HeldDiscord(IDiscord inner, Task until) : BetweenDiscord(inner)
{
    private int _read;

    /// <summary>How often somebody waits, or waited, for them.</summary>
    public int Read => _read;

    public override async Task<IReadOnlyList<DiscordUser>> GetReactionsAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken)
    {
        var present = await base.GetReactionsAsync(channel, message, emoji, cancellationToken);
        Interlocked.Increment(ref _read);
        await until.WaitAsync(cancellationToken);
        return present;
    }
}
