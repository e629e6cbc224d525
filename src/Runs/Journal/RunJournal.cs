using Nightshift.Runs.Store;

namespace Nightshift.Runs.Journal;

/// <summary>
/// One run's journal in this process. Proposals are decided one after another on the run as it is, including what is still on its way to the
/// disk; one append is under way at a time and takes all that was proposed meanwhile. When another process appended first, everything
/// that is not on disk is decided again.
/// </summary>
internal sealed partial class RunJournal(RunProjection projection, IRunStore store, TimeProvider time, IReadOnlyDictionary<string, string> sources)
{
    private readonly Lock _gate = new();
    private RunProjection _projection = projection;
    private List<Pending> _pending = [];
    private long _committed = projection.LastSequence;
    private bool _flushing;
    private bool _flushingSoon;
    private Exception? _failure;

    public RunId Run { get; } = projection.Id;

    /// <summary>What the owner proves itself by; null in a process that only passes on people's commands.</summary>
    public Fences? Fences { get; set; }

    /// <summary>Called for every event once it is on disk, whoever wrote it, in order.</summary>
    public Action<CommittedEvent>? Committed { get; set; }

    /// <summary>Called once, when nothing can be appended any more.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>Sequence of the last event that is known to be on disk.</summary>
    public long CommittedSequence
    {
        get
        {
            lock (_gate) return _committed;
        }
    }

    public T Read<T>(Func<RunProjection, T> read)
    {
        lock (_gate) return read(_projection);
    }

    /// <summary>Decides and appends; completes when it is on disk.</summary>
    /// <exception cref="StoreException">It is not known to be on disk; the journal takes nothing more.</exception>
    /// <exception cref="FencedException">Somebody else owns the run now.</exception>
    public Task<T> PostAsync<T>(Func<RunProjection, Proposal<T>> propose) => Post(propose, Flush.Now).OnDisk;

    /// <summary>Decides at once, and appends in the order of these calls; later posts are on disk only together with it or after it.</summary>
    public Posted<T> Post<T>(Func<RunProjection, Proposal<T>> propose, Flush flush)
    {
        var pending = new Pending<T>(propose);
        lock (_gate)
        {
            if (_failure is not null) return new Posted<T>(default, Task.FromException<T>(_failure));
            Evaluate(pending);
            _pending.Add(pending);
            if (_flushing || flush == Flush.WithNext) return pending.Posted;
            if (flush == Flush.Soon)
            {
                FlushSoon();
                return pending.Posted;
            }
            _flushing = true;
        }
        _ = Task.Run(FlushAsync);
        return pending.Posted;
    }

    /// <summary>Takes in what other processes appended.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        long after;
        lock (_gate)
        {
            if (_pending.Count > 0 || _flushing) return;
            after = _committed;
        }
        var rows = await store.ReadAsync(Run, after, cancellationToken);
        if (rows.Count == 0) return;
        var events = rows.Select(row => (row, EventKinds.Read(Run, row.Sequence, row.Kind, row.Payload))).ToList();
        var news = new List<CommittedEvent>();
        lock (_gate)
        {
            // Whatever was proposed meanwhile finds these events itself when it meets the conflict.
            if (_pending.Count > 0 || _flushing || _committed != after) return;
            foreach (var (row, happened) in events) news.Add(Fold(_projection, row, happened));
            _committed = _projection.LastSequence;
            ForgetLockAfter(news);
        }
        Publish(news);
    }

    private void Evaluate(Pending pending)
    {
        pending.Rows.Clear();
        foreach (var happened in pending.Decide(_projection))
        {
            var row = JournalChain.Link(
                Run, _projection.LastSequence + 1, time.GetUtcNow(), EventKinds.Of(happened), EventKinds.Write(happened), _projection.LastHash);
            pending.Rows.Add(Fold(_projection, row, happened));
        }
    }

    private static CommittedEvent Fold(RunProjection onto, JournalRow row, RunEvent happened)
    {
        onto.Apply(row, happened);
        return new CommittedEvent(row, happened, onto.State);
    }

    private void Publish(IEnumerable<CommittedEvent> events)
    {
        foreach (var happened in events) Committed?.Invoke(happened);
    }

    private abstract class Pending
    {
        public List<CommittedEvent> Rows { get; } = [];

        public abstract IReadOnlyList<RunEvent> Decide(RunProjection onto);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Pending<T>(Func<RunProjection, Proposal<T>> propose) : Pending
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        /// <summary>Read under the gate, while it is as it was decided first.</summary>
        public Posted<T> Posted => new(_result, _done.Task);

        public override IReadOnlyList<RunEvent> Decide(RunProjection onto)
        {
            var proposal = propose(onto);
            _result = proposal.Result;
            return proposal.Events;
        }

        public override void Complete() => _done.SetResult(_result!);

        public override void Fail(Exception failure) => _done.SetException(failure);
    }
}

/// <param name="State">The run's state after it.</param>
internal sealed record CommittedEvent(JournalRow Row, RunEvent Event, RunState State);

/// <summary>When what was posted goes to disk.</summary>
internal enum Flush
{
    Now,

    /// <summary>With the next append that does not wait, or after an instant by itself.</summary>
    Soon,

    /// <summary>With whatever is appended next.</summary>
    WithNext,
}

/// <param name="Result">As decided when it was posted; a command from another process may still change it.</param>
/// <param name="OnDisk">The result, once it is on disk.</param>
internal readonly record struct Posted<T>(T? Result, Task<T> OnDisk);
