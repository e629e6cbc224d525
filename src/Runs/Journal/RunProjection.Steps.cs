namespace Nightshift.Runs.Journal;

internal sealed partial class RunProjection
{
    private readonly Dictionary<StepPath, StepRecord> _steps = [];
    private readonly List<StepPath> _order = [];
    private readonly Dictionary<StepPath, (StepRecord Of, StepView View)> _views = [];
    private readonly HashSet<StepPath> _asking = [];
    private readonly HashSet<StepPath> _inHand = [];
    private readonly HashSet<string> _holdSteps = new(StringComparer.Ordinal);
    private readonly List<(HoldTaken Taken, DateTimeOffset Since)> _holds = [];

    public IEnumerable<StepRecord> Steps => _order.Select(path => _steps[path]);

    public IEnumerable<StepRecord> Asking => _order.Where(_asking.Contains).Select(path => _steps[path]);

    /// <summary>One for each holder.</summary>
    public IEnumerable<HoldTaken> Holds => _holds.Select(hold => hold.Taken);

    public StepRecord? FindStep(StepPath path) => _steps.GetValueOrDefault(path);

    /// <summary>Whether an effect was begun or ended after <see cref="BaselineAt"/> that is neither a hold nor below the scope of one of <paramref name="nodes"/>.</summary>
    public bool ActedBeside(IReadOnlyList<string> nodes) => Steps.Any(step =>
        step.Kind == StepKind.Effect
        && (step.EndedAt > BaselineAt || step.Phase is StepPhase.InHand or StepPhase.Failed)
        && !_holdSteps.Contains(step.Path.Value)
        && !nodes.Any(node => FactNames.Names(step.Path.Value, node)));

    public RunView ToView(Func<StepPath, (string Sentence, DateTimeOffset Since)?> waiting) => new(
        Summary,
        Request,
        Plan,
        Policy,
        [.. _approvals],
        [.. Steps.Select(step => ViewOf(step, waiting))],
        [.. _holds.DistinctBy(hold => (hold.Taken.Setting, hold.Taken.Value)).Select(hold => new HoldView(hold.Taken.Setting, hold.Taken.Before, hold.Taken.Value, hold.Since))],
        [.. _said])
    {
        Pause = PauseView,
        IsAborted = Abort is not null,
        Drifts = [.. OpenDrifts.Select(drift => drift.ToView())],
        ConfirmHash = State == RunState.AwaitingApproval ? Plan.Hash : OpenDrifts.FirstOrDefault()?.Found.Hash,
        GuardViolations = [.. _violations],
        ApproversNeeded = ApproversNeeded,
        Drift = Drift,
        ValidUntil = ValidUntil,
        LeftUndone = State.IsFinal() ? LeftUndone : [],
    };

    /// <summary>Steps that ended do not change any more; of thousands, almost all have.</summary>
    private StepView ViewOf(StepRecord step, Func<StepPath, (string Sentence, DateTimeOffset Since)?> waiting)
    {
        if (step.Phase is StepPhase.InHand or StepPhase.Failed) return step.ToView(step.Phase == StepPhase.InHand ? waiting(step.Path) : null, SuspendedSince is not null);
        if (_views.TryGetValue(step.Path, out var known) && ReferenceEquals(known.Of, step)) return known.View;
        var view = step.ToView(null, false);
        _views[step.Path] = (step, view);
        return view;
    }

    /// <summary>What should have been put back and was not: given up steps of the way out, and holds.</summary>
    public IReadOnlyList<LeftUndone> LeftUndone => [.. Steps
        .Where(step => step is { WayOut: true, Phase: StepPhase.Abandoned })
        .Select(step => new LeftUndone(step.Path, step.Description, step.ByHand))
        .Concat(Holds.Select(hold => new LeftUndone(hold.Path, $"put back {hold.Setting}: {hold.Value} → {hold.Before}", hold.ByHand)))
        .DistinctBy(left => left.Description)];

    private void ApplyStep(StepEvent happened, JournalRow row)
    {
        if (happened is StepIntent intent)
        {
            Begin(intent, row);
            return;
        }
        if (!_steps.TryGetValue(happened.Path, out var step))
            throw new UnreadableJournalException(Id, $"event {row.Sequence} ('{row.Kind}') is about the step {happened.Path}, which never began");
        _steps[happened.Path] = Fold(step, happened, row);
        if (_steps[happened.Path] is not { Phase: StepPhase.InHand, Question: null }) _inHand.Remove(happened.Path);
        if (_steps[happened.Path].Phase is not (StepPhase.InHand or StepPhase.Failed)) _standing.Remove(happened.Path);
        if (_steps[happened.Path].Asks) _asking.Add(happened.Path);
        else _asking.Remove(happened.Path);
        if (happened is Decided && Stop is not null && _asking.Count == 0) EndPause(row.Time);
        if (happened is not (Noted or StepProbed)) SettleState();
    }

    private void Begin(StepIntent intent, JournalRow row)
    {
        if (!_steps.TryGetValue(intent.Path, out var step))
        {
            step = new StepRecord(intent.Path, intent.Kind, intent.Description, intent.WayOut, intent.MaySkip);
            _order.Add(intent.Path);
        }
        _inHand.Add(intent.Path);
        _standing.Remove(intent.Path);
        _steps[intent.Path] = step with
        {
            Phase = StepPhase.InHand,
            Attempts = [.. step.Attempts, new StepAttemptView(intent.Attempt, row.Time, null, null)],
            Asked = null,
            Decision = null,
            ByHand = intent.ByHand,
        };
        // The first intent of an effect makes a run that was to stand a running one.
        SettleState();
    }

    private static StepRecord Fold(StepRecord step, StepEvent happened, JournalRow row) => happened switch
    {
        StepResult result => Close(step, row, null) with
        {
            Phase = StepPhase.Done, Json = result.Json, Report = result.Report, EndedAt = row.Sequence, Asked = null, WaitsFor = null,
            Milliseconds = result.Milliseconds,
        },
        StepFailed failed => Close(step, row, failed.Error) with
        {
            Phase = StepPhase.Failed,
            Reason = failed.Error,
            WaitsFor = failed.WaitsFor,
            FailuresInRow = step.FailuresInRow + 1,
            Asked = null,
            Decision = null,
        },
        DecisionAsked asked => step with { Asked = asked, Decision = null, AskedAt = row.Time, AskedUntil = asked.Until },
        QuestionAsked asked => step with { Question = asked, AskedAt = row.Time, AskedUntil = asked.Until },
        Answered answered => step with { Answer = answered.Choice, DecidedBy = answered.Person },
        Decided decided => step with
        {
            Decision = decided.Decision,
            DecidedBy = decided.Person,
            Retries = step.Retries + (decided.Decision == Decision.Retry ? 1 : 0),
            FailuresInRow = decided.Person == PersonId.Nightshift ? step.FailuresInRow : 0,
        },
        StepSkipped skipped => step with { Phase = StepPhase.Skipped, Json = skipped.Json, EndedAt = row.Sequence },
        StepAbandoned abandoned => Close(step, row, abandoned.Reason) with
        {
            Phase = StepPhase.Abandoned, Reason = abandoned.Reason, EndedAt = row.Sequence,
        },
        Noted noted => step with { Notes = [.. step.Notes, noted.Line] },
        StepProbed probed => step with { Notes = [.. step.Notes, ProbeSentence(probed)] },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event that is not folded"),
    };

    private static string ProbeSentence(StepProbed probed) => probed.Answer switch
    {
        ProbeAnswer.Done => "looked after the interruption: it had happened",
        ProbeAnswer.Run => "looked after the interruption: it is carried on",
        _ => $"looked after the interruption: nobody can tell whether it happened ({probed.Reason})",
    };

    private static StepRecord Close(StepRecord step, JournalRow row, string? error) => step.Attempts is [.., { Ended: null } last]
        ? step with { Attempts = [.. step.Attempts.SkipLast(1), last with { Ended = row.Time, Error = error }] }
        : step;
}
