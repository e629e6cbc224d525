using System.Globalization;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Runs;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.People;

/// <summary>Calls the people of the roster one after another while a run waits for somebody. Each is called once for each wait, also over a restart.</summary>
internal sealed class Escalation(
    IDiscord discord, IRuns runs, IAudit audit, OnCallRoster roster, IChannelStore store, IChannelDocuments documents, DiscordChannelOptions options, TimeProvider time, ILogger<Escalation> logger)
{
    private const int LookedAt = 200;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private readonly RunRecords _shown = new(documents, time);
    private readonly HashSet<PersonId> _missing = [];

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
            if (await runs.FindAsync(run, cancellationToken) is not { } view || !Waiting.IsPossible(view.Summary.State)) return;
            var history = view.Summary.State == RunState.AwaitingApproval ? await audit.HistoryAsync(run, cancellationToken) : null;
            if (Waiting.Of(view, history) is not { } waiting) return;
            var channel = ChannelName.TryParse(view.Request.Channel, out var asked) && options.Channels.Contains(asked) ? asked : options.Channels[0];
            var now = time.GetUtcNow();
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{AccountBook.Channel}:call:{run}:{waiting.Since.ToUnixTimeMilliseconds()}:");
            var called = await store.TakenAsync(prefix, cancellationToken);
            foreach (var (place, entry) in roster.Due(view, waiting, now).Where(due => !called.Contains($"{prefix}{due.Place}")))
            {
                // Who has no account is called as soon as they have one.
                if (await roster.CallAsync(view, waiting, place, entry, now, cancellationToken) is not { } call)
                {
                    if (_missing.Add(entry.Person ?? default)) logger.NobodyToCall(entry.Person?.Value ?? "");
                    continue;
                }

                // Called first and then kept: somebody called twice is better than nobody.
                await discord.SendAsync(channel, call, cancellationToken);
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
            // However many came after them: those of which something may still be said are known by their records.
            var latest = (await runs.ListAsync(LookedAt, cancellationToken)).Where(run => Waiting.IsPossible(run.State)).Select(run => run.Id);
            return [.. latest.Union(await _shown.OpenAsync(cancellationToken))];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CallFailed(0, failure);
            return [];
        }
    }
}
