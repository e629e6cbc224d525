using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Feed;

/// <summary>Keeps the cards of runs up to date, also of those that another process runs. At most some versions a second per run.</summary>
internal sealed class RunCards(IRuns runs, WebFeed feed, TimeProvider time, ILogger<RunCards> logger) : BackgroundService
{
    private const int ShownAtStart = 20;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly HashSet<RunId> _dirty = [];
    private readonly Lock _lock = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var run in (await runs.ListAsync(ShownAtStart, stoppingToken)).Reverse()) await PutAsync(run.Id, stoppingToken);
        await Task.WhenAll(MarkAsync(stoppingToken), DrawAsync(stoppingToken));
    }

    private async Task MarkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var update in runs.WatchAsync(null, stoppingToken))
                {
                    lock (_lock) _dirty.Add(update.Run);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.WatchFailed(failure);
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task DrawAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            List<RunId> due;
            lock (_lock)
            {
                due = [.. _dirty];
                _dirty.Clear();
            }

            foreach (var run in due) await PutAsync(run, stoppingToken);
            await Task.Delay(Beat, time, stoppingToken);
        }
    }

    private async Task PutAsync(RunId run, CancellationToken stoppingToken)
    {
        try
        {
            if (await runs.FindAsync(run, stoppingToken) is { } view) feed.Put(new FeedEntry.Card(FeedEntry.Card.IdOf(run), view.Summary.Requested, view));
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            logger.CardFailed(run.Value, failure);
            await Task.Delay(AfterFailure, time, stoppingToken);
            lock (_lock) _dirty.Add(run);
        }
    }
}
