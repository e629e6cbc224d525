using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

public sealed partial class RunService
{
    /// <exception cref="UnreadableJournalException">The journal was changed, or is of a newer version.</exception>
    public async Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await OpenAsync(run, cancellationToken) is not { } journal) return null;
        if (journal.Fences is null) await journal.RefreshAsync(cancellationToken);
        var waiting = _workers.TryGetValue(run, out var work) ? work.Worker.Waiting : null;
        return journal.Read(state => state.ToView(path => waiting?.Of(path)));
    }

    public async Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var runs = await _parts.Store.ListAsync(limit, cancellationToken);
        return [.. runs.Select(run => _parts.Journals.WhyUnreadable(run.Id) is { } reason ? run with { Reason = reason } : run)];
    }

    public IAsyncEnumerable<RunUpdate> WatchAsync(RunId? run, CancellationToken cancellationToken) => _feed.Watch(run, cancellationToken);

    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public async Task<RunView> WaitForEndAsync(RunId run, CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var updates = WatchAsync(run, watching.Token).GetAsyncEnumerator(watching.Token);
        while (true)
        {
            var view = await FindAsync(run, cancellationToken) ?? throw new KeyNotFoundException($"there is no run {run}");
            if (view.Summary.State.IsFinal()) return view;
            while (await updates.MoveNextAsync() && !updates.Current.State.IsFinal())
            {
                // Only the end is of interest.
            }
        }
    }

    private async Task<RunJournal?> OpenAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await _parts.Journals.FindAsync(run, cancellationToken);
        }
        catch (UnreadableJournalException fault)
        {
            throw Sentences.WithWayOut(fault, _parts.Options.Database);
        }
    }
}
