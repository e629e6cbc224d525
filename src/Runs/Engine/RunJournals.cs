using System.Collections.Concurrent;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

/// <summary>The journals that this process has open: its own runs' with their fences, and those of others that it passes commands to or shows.</summary>
internal sealed class RunJournals(IRunStore store, TimeProvider time, RunFeed feed, string database)
{
    private readonly ConcurrentDictionary<RunId, RunJournal> _open = [];
    private readonly ConcurrentDictionary<RunId, long> _published = [];
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<RunId, string> _unreadable = [];

    /// <summary>Why this version cannot carry a run on, and how people can go on; null for all sound ones.</summary>
    public string? WhyUnreadable(RunId run) => _unreadable.GetValueOrDefault(run);

    public void MarkUnreadable(RunId run, Exception cause)
    {
        if (cause is UnreadableJournalException unreadable) _unreadable[run] = Sentences.Unreadable(unreadable, database);
    }

    /// <summary>Null when there is no such run.</summary>
    public async Task<RunJournal?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(run, out var open)) return open;
        if (await RunLoader.OpenAsync(store, time, run, cancellationToken) is not { } opened) return null;
        Skip(run, opened.Journal.CommittedSequence);
        return Keep(opened.Journal);
    }

    /// <summary>Opens the journal of a run whose lease this process has.</summary>
    public async Task<RunJournal> OwnAsync(Lease lease, Action<CommittedEvent> onCommitted, CancellationToken cancellationToken)
    {
        var opened = await RunLoader.OpenAsync(store, time, lease.Run, cancellationToken)
            ?? throw new StoreException($"run {lease.Run} is not in the store");
        var journal = opened.Journal;
        journal.Fences = new Fences(lease.Fence, null);
        Watch(journal, onCommitted);
        _open[lease.Run] = journal;
        foreach (var happened in opened.Events) Publish(journal, happened);
        return journal;
    }

    public void Close(RunId run) => _open.TryRemove(run, out _);

    /// <summary>Takes a run as known to watchers up to this event.</summary>
    public void Skip(RunId run, long sequence) => IsNews(run, sequence);

    /// <summary>Takes in, and shows to watchers, what another process appended to a run.</summary>
    public async Task CatchUpAsync(RunHead head, CancellationToken cancellationToken)
    {
        var run = head.Summary.Id;
        if (_open.TryGetValue(run, out var open))
        {
            if (open.CommittedSequence < head.LastSequence) await open.RefreshAsync(cancellationToken);
            if (head.Summary.State.IsFinal() && open.Fences is null) Close(run);
            return;
        }
        if (!IsBehind(run, head.LastSequence) || await RunLoader.OpenAsync(store, time, run, cancellationToken) is not { } opened) return;
        var journal = Keep(opened.Journal);
        foreach (var happened in opened.Events) Publish(journal, happened);
    }

    public void PublishWaiting(RunJournal journal, StepPath path, string sentence, WaitingBoard? waiting) => feed.Publish(new RunUpdate(
        journal.Run,
        journal.Read(run => run.State),
        RunUpdates.Waiting,
        RunUpdates.Step(journal, path, waiting),
        sentence,
        time.GetUtcNow()));

    private RunJournal Keep(RunJournal journal)
    {
        Watch(journal, null);
        return journal.Read(state => state.State.IsFinal()) ? journal : _open.GetOrAdd(journal.Run, journal);
    }

    private void Watch(RunJournal journal, Action<CommittedEvent>? also) => journal.Committed = happened =>
    {
        also?.Invoke(happened);
        Publish(journal, happened);
    };

    private void Publish(RunJournal journal, CommittedEvent happened)
    {
        if (IsNews(journal.Run, happened.Row.Sequence) && feed.IsWatched) feed.Publish(RunUpdates.Of(journal, happened, null));
    }

    private bool IsBehind(RunId run, long sequence) => _published.GetValueOrDefault(run) < sequence;

    private bool IsNews(RunId run, long sequence)
    {
        lock (_gate)
        {
            if (!IsBehind(run, sequence)) return false;
            _published[run] = sequence;
            return true;
        }
    }
}
