using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Audit;

/// <summary>What a moment is counted as; where several hold at once, the first of these.</summary>
internal enum Spent
{
    Interrupted,
    Effect,
    Gate,
    Observation,
    Paused,
    Decision,
    Approval,
    Lock,
    Overhead,
}

/// <param name="Path">Of the step; the root for what concerns the whole run.</param>
/// <param name="Label">What it was.</param>
internal sealed record Span(Spent Spent, DateTimeOffset Start, DateTimeOffset End, StepPath Path, string Label, string? Reason);

/// <summary>Reads from a journal what was going on when.</summary>
internal sealed class TimeSpans
{
    private readonly List<Span> _spans = [];
    private readonly Dictionary<StepPath, (StepIntent Intent, DateTimeOffset Began)> _inHand = [];
    private readonly Dictionary<StepPath, (DateTimeOffset Since, string Reason)> _asking = [];
    private (RunState State, DateTimeOffset Since, string? Reason) _state;
    private string? _pause;

    private TimeSpans(DateTimeOffset from) => (From, To, _state) = (from, from, (RunState.Planned, from, null));

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; private set; }

    public IReadOnlyList<Span> All => _spans;

    public static TimeSpans Of(IReadOnlyList<CommittedEvent> events, DateTimeOffset now)
    {
        var spans = new TimeSpans(events[0].Row.Time);
        foreach (var happened in events) spans.Add(happened);
        spans.Close(events[^1].State.IsFinal() ? events[^1].Row.Time : now);
        return spans;
    }

    private void Add(CommittedEvent happened)
    {
        // A clock that was put back makes nothing last less than no time.
        var at = happened.Row.Time < To ? To : happened.Row.Time;
        if (happened.Event is Resumed && _state.State is (RunState.Running or RunState.Stopping)) Interrupt(at);
        To = at;
        if (happened.Event is StepEvent step) AddStep(step, at);
        _pause = PauseReason(happened.Event) ?? _pause;
        var reason = happened.Event is Queued queued ? queued.Reason : happened.State == RunState.Paused && happened.State != _state.State ? _pause : null;
        if (happened.State != _state.State || (reason is not null && reason != _state.Reason)) ChangeState(happened.State, at, reason);
    }

    /// <summary>Who or what makes a run stand, should it come to that.</summary>
    private static string? PauseReason(RunEvent happened) => happened switch
    {
        PauseAsked asked => asked.Reason is { } reason ? $"by {asked.Person}: {reason}" : $"by {asked.Person}",
        GuardViolated violated => $"guard {violated.Name}: {violated.Sentence}",
        DriftFound found => $"the cluster changed: {string.Join("; ", found.Differences)}",
        LockLost lost => lost.Reason,
        _ => null,
    };

    private void AddStep(StepEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case StepIntent intent: End(intent.Path, at, null); _inHand[intent.Path] = (intent, at); break;
            case StepResult result: End(result.Path, at, result.Report); break;
            case StepFailed failed: End(failed.Path, at, failed.Error); _asking[failed.Path] = (at, failed.Error); break;
            case StepAbandoned abandoned: End(abandoned.Path, at, abandoned.Reason); Answered(abandoned.Path, at); break;
            case Decided decided: Answered(decided.Path, at); break;
            case StepSkipped skipped: Answered(skipped.Path, at); break;
        }
    }

    private void End(StepPath path, DateTimeOffset at, string? reason)
    {
        if (!_inHand.Remove(path, out var step)) return;
        var spent = step.Intent.Kind switch { StepKind.Effect => Spent.Effect, StepKind.Gate => Spent.Gate, _ => Spent.Observation };
        _spans.Add(new Span(spent, step.Began, at, path, step.Intent.Description, reason));
    }

    /// <summary>It is drawn beside its step; what the run as a whole spent on it follows from its state.</summary>
    private void Answered(StepPath path, DateTimeOffset at)
    {
        if (_asking.Remove(path, out var asked) && at > asked.Since) _spans.Add(new Span(Spent.Decision, asked.Since, at, path, "waits for a decision", asked.Reason));
    }

    /// <summary>When the process died is not known. While people are waited for it makes no difference.</summary>
    private void Interrupt(DateTimeOffset at)
    {
        foreach (var path in _inHand.Keys.ToList()) End(path, To, "interrupted");
        if (at > To) _spans.Add(new Span(Spent.Interrupted, To, at, StepPath.Root, "no process is known to have carried it on", null));
    }

    private void ChangeState(RunState state, DateTimeOffset at, string? reason)
    {
        var (spent, label) = _state.State switch
        {
            RunState.Planned or RunState.AwaitingApproval => (Spent.Approval, "waits for approval"),
            RunState.Queued => (Spent.Lock, "waits for its turn"),
            RunState.Paused => (Spent.Paused, "paused"),
            RunState.AwaitingDecision => (Spent.Decision, "waits for a decision"),
            _ => (Spent.Overhead, ""),
        };
        if (at > _state.Since) _spans.Add(new Span(spent, _state.Since, at, StepPath.Root, label, _state.Reason));
        _state = (state, at, reason);
    }

    private void Close(DateTimeOffset to)
    {
        To = to < To ? To : to;
        foreach (var path in _inHand.Keys.ToList()) End(path, To, null);
        foreach (var path in _asking.Keys.ToList()) Answered(path, To);
        ChangeState(_state.State, To, null);
    }
}
