using Nightshift.Chat.Discord.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>Which run a message is of. People may be quicker than the record of a message that was sent just now: of a young one it is asked again for a while.</summary>
internal sealed class RunMessageLookup(IRunMessages messages, TimeProvider time)
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<RunOnMessage?> FindAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            if (await messages.FindAsync(channel, message, cancellationToken) is { } on) return on;
            if (time.GetUtcNow() - message.CreatedAt > Young || time.GetElapsedTime(began) > Patience) return null;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
