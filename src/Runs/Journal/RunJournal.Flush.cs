using Nightshift.Runs.Store;

namespace Nightshift.Runs.Journal;

internal sealed partial class RunJournal
{
    /// <summary>A result shares its way to the disk with the intent of the next step, which mostly follows at once.</summary>
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(2);

    /// <summary>Call under the gate.</summary>
    private void FlushSoon()
    {
        if (_flushingSoon) return;
        _flushingSoon = true;
        _ = Task.Run(async () =>
        {
            // The machine's own time: nothing waits for this but the disk.
            await Task.Delay(Instant, TimeProvider.System);
            lock (_gate)
            {
                _flushingSoon = false;
                if (_flushing || _failure is not null) return;
                _flushing = true;
            }
            await FlushAsync();
        });
    }

    /// <summary>Appends until nothing is pending.</summary>
    private async Task FlushAsync()
    {
        while (Cut() is { } batch)
        {
            try
            {
                if (batch.Append is not null) await store.AppendAsync(batch.Append, CancellationToken.None);
            }
            catch (ConflictException)
            {
                if (!await RebaseAsync(batch)) return;
                continue;
            }
            catch (Exception e)
            {
                Fail(batch.Pieces, e);
                return;
            }
            lock (_gate) _committed = Math.Max(_committed, batch.Last);
            foreach (var piece in batch.Pieces)
            {
                Publish(piece.Rows);
                piece.Complete();
            }
        }
    }

    private Batch? Cut()
    {
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                _flushing = false;
                return null;
            }
            var pieces = _pending;
            _pending = [];
            var rows = pieces.SelectMany(piece => piece.Rows).ToList();
            var append = rows.Count == 0
                ? null
                : new JournalAppend(_projection.Summary, [.. rows.Select(row => row.Row)], Fences, [.. rows.Select(TimeOf).OfType<StepTime>()]);
            // The store takes the lock back with this append; what follows must not claim it any more.
            if (!_projection.State.HoldsLock() && Fences is { } fences) Fences = fences with { Lock = null };
            return new Batch(pieces, append, rows.Count == 0 ? 0 : rows[^1].Row.Sequence);
        }
    }

    /// <summary>Another process's command may have cost the run its lock, and given it back its place in the queue since.</summary>
    private void ForgetLockAfter(IEnumerable<CommittedEvent> news)
    {
        if (Fences is { } fences && news.Any(happened => !happened.State.HoldsLock())) Fences = fences with { Lock = null };
    }

    private static StepTime? TimeOf(CommittedEvent happened) => happened.Event is StepResult { Milliseconds: { } milliseconds } result
        ? new StepTime(result.Path.Name, TimeSpan.FromMilliseconds(milliseconds))
        : null;

    /// <summary>Another process appended first: reads what it wrote, and decides everything that is not on disk again on top of it.</summary>
    private async Task<bool> RebaseAsync(Batch batch)
    {
        try
        {
            var fresh = await RunLoader.LoadAsync(store, Run, sources, CancellationToken.None)
                ?? throw new StoreException($"run {Run} is no longer in the store");
            List<CommittedEvent> news;
            lock (_gate)
            {
                news = [.. fresh.Events.Where(happened => happened.Row.Sequence > _committed)];
                _projection = fresh.Projection;
                _committed = fresh.Projection.LastSequence;
                ForgetLockAfter(news);
                _pending = [.. batch.Pieces, .. _pending];
                foreach (var piece in _pending) Evaluate(piece);
            }
            Publish(news);
            return true;
        }
        catch (Exception e)
        {
            Fail(batch.Pieces, e);
            return false;
        }
    }

    private void Fail(IReadOnlyList<Pending> pieces, Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            pieces = [.. pieces, .. _pending];
            _pending = [];
        }
        foreach (var piece in pieces) piece.Fail(failure);
        Failed?.Invoke(failure);
    }

    private sealed record Batch(IReadOnlyList<Pending> Pieces, JournalAppend? Append, long Last);
}
