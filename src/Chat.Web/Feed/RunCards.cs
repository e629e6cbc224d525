using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Feed;

/// <summary>Keeps the cards of runs up to date, also of those that another process runs. At most some versions a second per run.</summary>
internal sealed class RunCards(IRuns runs, WebFeed feed, TimeProvider time, ILogger<RunCards> logger) : BackgroundService
{
    private const int ShownAtStart = 20;

    // Those that still wait are shown however old they are.
    private const int LookedAtAtStart = 1_000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly HashSet<RunId> _dirty = [];
    private readonly Lock _lock = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = await runs.ListAsync(LookedAtAtStart, stoppingToken);
        foreach (var run in known.Where((run, i) => i < ShownAtStart || !run.State.IsFinal()).Reverse()) await PutAsync(run.Id, stoppingToken);
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

    /// <summary>One message for each plan, with the difference to the one before. After a restart only the drift is known of that.</summary>
    private void PostPlan(RunView view)
    {
        var id = FeedEntry.PlanMessage.IdOf(view);
        var before = feed.PlanBefore(view.Summary.Id, id);
        IReadOnlyList<string> difference =
            view.AsksAboutChange() ? Changes(view) : before is null ? view.Drift : PlanDifference.Between(before.Run.Plan, view.Plan);
        feed.Post(new FeedEntry.PlanMessage(id, time.GetUtcNow(), view, difference));
    }

    /// <summary>What changed in the cluster before the node where the run stands.</summary>
    private static IReadOnlyList<string> Changes(RunView view) =>
        [.. view.Drifts.Where(drift => drift.Hash == view.ConfirmHash).SelectMany(drift => drift.Differences).DefaultIfEmpty(view.Summary.Reason ?? "the cluster is not as planned")];

    private async Task PutAsync(RunId run, CancellationToken stoppingToken)
    {
        try
        {
            if (await runs.FindAsync(run, stoppingToken) is not { } view) return;
            if ((view.ApproversNeeded > 0 || view.ConfirmHash is not null) && !view.Summary.State.IsFinal()) PostPlan(view);
            feed.Put(new FeedEntry.Card(FeedEntry.Card.IdOf(run), view.Summary.Requested, view));
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            logger.CardFailed(run.Value, failure);
            await Task.Delay(AfterFailure, time, stoppingToken);
            lock (_lock) _dirty.Add(run);
        }
    }
}
