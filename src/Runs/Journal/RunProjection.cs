using Nightshift.Runs.Engine;

namespace Nightshift.Runs.Journal;

/// <summary>A run as its journal tells it: the events folded in order. Not safe for several threads; its <see cref="RunJournal"/> guards it.</summary>
internal sealed partial class RunProjection(RunId run, IReadOnlyDictionary<string, string> sources)
{
    private readonly List<ApprovalView> _approvals = [];
    private readonly List<string> _said = [];
    private readonly Dictionary<StepPath, SafePointMet> _safePoints = [];
    private readonly Dictionary<StepPath, long> _saidAt = [];
    private bool _confirm;

    public RunId Id { get; } = run;

    public RunRequest Request { get; private set; } = null!;

    public ApprovalPolicy Policy { get; private set; } = null!;

    /// <summary>How long people are asked about a failed step; null where the process that carries it on says.</summary>
    public TimeSpan? DecisionDeadline { get; private set; }

    /// <summary>The behaviour of the engine that it was begun with and keeps to its end.</summary>
    public int Engine { get; private set; }

    /// <summary>What is decided when nobody did; null where the process that carries it on says.</summary>
    public Decision? DefaultDecision { get; private set; }

    public Plan Plan { get; private set; } = null!;

    public DateTimeOffset PlannedAt { get; private set; }

    /// <summary>Between the plan before and this one.</summary>
    public IReadOnlyList<string> Drift { get; private set; } = [];

    public RunState State { get; private set; } = RunState.Planned;

    public string? Reason { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public AbortAsked? Abort { get; private set; }

    public StopRecord? Stop { get; private set; }

    public RunId? Behind { get; private set; }

    public long LastSequence { get; private set; }

    public string LastHash { get; private set; } = JournalChain.Start;

    /// <summary>The hash of the first event: tells this run from every other, also from one with the same number in another store.</summary>
    public string FirstHash { get; private set; } = JournalChain.Start;

    public IReadOnlyList<ApprovalView> Approvals => _approvals;

    public IReadOnlyDictionary<StepPath, SafePointMet> SafePoints => _safePoints;

    public IReadOnlyDictionary<StepPath, long> SaidAt => _saidAt;

    /// <summary>How many have to agree to the plan as it is now.</summary>
    public int ApproversNeeded => _confirm ? Math.Max(1, Policy.Approvers) : Policy.Approvers;

    /// <summary>When an approval of the plan is no longer valid; null when it needs none, or one that the policy sets no time for.</summary>
    public DateTimeOffset? ValidUntil =>
        ApproversNeeded == 0 || (Policy.Approvers == 0 && Policy.ValidFor <= TimeSpan.Zero) ? null : PlannedAt + Policy.ValidFor;

    public RunSummary Summary =>
        new(Id, State, Request.Cluster, Request.Command, Request.RequestedBy, RequestedAt, StartedAt, EndedAt, Reason);

    public void Apply(JournalRow row, RunEvent happened)
    {
        LastSequence = row.Sequence;
        LastHash = row.Hash;
        if (row.Sequence == 1) FirstHash = row.Hash;
        if (happened is StepEvent step) ApplyStep(step, row);
        else ApplyRun(happened, row);
    }

    private void ApplyRun(RunEvent happened, JournalRow row)
    {
        switch (happened)
        {
            case Requested requested: Apply(requested, row); break;
            case PlanMade made: Apply(made, row); break;
            case Approved approved: _approvals.Add(new ApprovalView(approved.Person, row.Time)); break;
            case Withdrawn withdrawn: Apply(withdrawn); break;
            case Rejected rejected: End(RunState.Rejected, $"rejected by {rejected.Person}: {rejected.Reason}", row); break;
            case Expired expired: End(RunState.Expired, expired.Reason, row); break;
            case Queued queued: (State, Behind, Reason) = (RunState.Queued, queued.Behind, queued.Reason); break;
            case Started: Start(row); break;
            case PauseAsked asked: Apply(asked, row); break;
            case Paused paused: _standing.Add(paused.Path); SettleState(); break;
            case Continued continued: Apply(continued, row); break;
            case DriftFound found: Apply(found, row); break;
            case DriftConfirmed confirmed: Apply(confirmed, row); break;
            case ConfirmationWithdrawn withdrawn: Apply(withdrawn); SettleState(); break;
            case BaselineMoved moved: Move(moved.Facts, row); break;
            case GuardViolated violated: Apply(violated, row); break;
            case GuardHolds holds: Apply(holds, row); break;
            case LockLost lost: Lose(lost); break;
            case Resumed: LockLost = null; SettleState(); break;
            case AbortAsked asked: Apply(asked, row); break;
            case Stopping stopping: Apply(stopping, row); break;
            case HoldTaken taken: _holds.Add((taken, row.Time)); _holdSteps.Add(taken.Path.Value); break;
            case HoldReleased released: Apply(released); break;
            case SafePointMet met: _safePoints[met.Path] = met; _standing.Remove(met.Path); SettleState(); break;
            case Said said: _said.Add(said.Text); _saidAt[said.Path] = row.Sequence; break;
            case Ended ended: End(ended.State, ended.Reason, row); break;
            case CommandRefused: break;
            default: throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event that is not folded");
        }
    }

    private void Apply(Requested requested, JournalRow row)
    {
        RequestedAt = row.Time;
        Policy = requested.Policy;
        (DecisionDeadline, DefaultDecision) = (requested.DecisionDeadline, requested.DefaultDecision);
        Engine = EngineBehaviour.Known(Id, requested.Engine);
        Request = new RunRequest(
            requested.Cluster,
            requested.Command,
            requested.Playbook,
            requested.Options,
            [.. requested.Sources.Select(source => new SourceFile(source.Path, TextOf(source, row)))],
            requested.RequestedBy,
            requested.Channel,
            requested.BreakGlass);
    }

    private string TextOf(RequestedSource source, JournalRow row) =>
        sources.TryGetValue(source.Hash, out var text) && JournalChain.Sha256(text) == source.Hash
            ? text
            : throw new UnreadableJournalException(Id, $"event {row.Sequence}: the stored text of {source.Path} is missing or was changed");

    private void Apply(PlanMade made, JournalRow row)
    {
        (Plan, PlannedAt, _confirm, Drift) = (made.Plan, row.Time, made.Confirm, made.Drift);
        Policy = Policy.For(made.Plan.Tier);
        _approvals.Clear();
        State = RunState.AwaitingApproval;
        Behind = null;
        Reason = made.Drift.Count == 0 ? null : $"the cluster changed since the plan was made: {string.Join("; ", made.Drift)}";
    }

    private void Apply(Withdrawn withdrawn)
    {
        _approvals.RemoveAll(approval => approval.Person == withdrawn.Person);
        if (_approvals.Count < ApproversNeeded) (State, Behind, Reason) = (RunState.AwaitingApproval, null, $"{withdrawn.Person} took the approval back");
    }

    private void Start(JournalRow row)
    {
        (State, Behind, Reason, StartedAt) = (RunState.Running, null, null, row.Time);
        _baseline.Clear();
        foreach (var (key, value) in Plan.Fingerprint.Facts) _baseline[key] = value;
        BaselineAt = row.Sequence;
    }

    private void Apply(HoldReleased released)
    {
        _holds.RemoveAll(hold => released.Taken is { } taken ? hold.Taken.Path == taken : hold.Taken.Setting == released.Setting);
        _holdSteps.Add(released.Path.Value);
    }

    private void Apply(AbortAsked asked, JournalRow row)
    {
        Abort = Abort is { Now: true } ? Abort : asked;
        EndPause(row.Time);
        SettleState();
    }

    private void Apply(Stopping stopping, JournalRow row)
    {
        Stop = Stop is null
            ? new StopRecord(stopping.Path, stopping.Reason, stopping.AtOnce ? row.Sequence : null, stopping.ByPeople)
            : Stop with { AtOnceAt = Stop.AtOnceAt ?? (stopping.AtOnce ? row.Sequence : null) };
        if (stopping.AtOnce) EndPause(row.Time);
        SettleState();
    }

    private void End(RunState state, string? reason, JournalRow row) => (State, Behind, Reason, EndedAt) = (state, null, reason, row.Time);
}

/// <param name="AtOnceAt">Sequence of the event from which on no branch begins another step of the way in; null while each goes on to its safe point.</param>
internal sealed record StopRecord(StepPath Path, string Reason, long? AtOnceAt, bool ByPeople)
{
    public bool AtOnce => AtOnceAt is not null;
}
