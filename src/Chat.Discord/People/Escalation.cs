using System.Globalization;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Calls the people of the roster one after another while a run waits for somebody. Each is called once for each wait, also over a restart.</summary>
internal sealed class Escalation(IDiscord discord, IRuns runs, OnCallRoster roster, IChannelStore store, DiscordChannelOptions options, TimeProvider time, ILogger<Escalation> logger)
{
    private const int LookedAt = 200;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (options.OnCall.Count > 0)
        {
            foreach (var run in await WaitingAsync(cancellationToken)) await CallAsync(run, cancellationToken);
            await Task.Delay(Beat, time, cancellationToken);
        }
    }

    /// <summary>Calls who is due for one run.</summary>
    public async Task CallAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            if (await runs.FindAsync(run, cancellationToken) is not { } view || Waiting.Of(view) is not { } waiting) return;
            var channel = ChannelName.TryParse(view.Request.Channel, out var asked) && options.Channels.Contains(asked) ? asked : options.Channels[0];
            var now = time.GetUtcNow();
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{AccountBook.Channel}:call:{run}:{waiting.Since.ToUnixTimeMilliseconds()}:");
            var called = await store.TakenAsync(prefix, cancellationToken);
            foreach (var (place, entry) in roster.Due(view, waiting, now).Where(due => !called.Contains($"{prefix}{due.Place}")))
            {
                // Called first and then kept: somebody called twice is better than nobody.
                if (await roster.CallAsync(view, waiting, place, entry, now, cancellationToken) is { } call) await discord.SendAsync(channel, call, cancellationToken);
                else logger.NobodyToCall(entry.Person?.Value ?? "");
                await store.TakeAsync($"{prefix}{place}", cancellationToken);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CallFailed(run.Value, failure);
        }
    }

    private async Task<IReadOnlyList<RunId>> WaitingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await runs.ListAsync(LookedAt, cancellationToken))
                .Where(run => run.State is RunState.AwaitingApproval or RunState.AwaitingDecision or RunState.Paused)
                .Select(run => run.Id)];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CallFailed(0, failure);
            return [];
        }
    }
}
