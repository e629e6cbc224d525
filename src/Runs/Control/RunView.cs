namespace Nightshift.Runs;

public enum StepState
{
    /// <summary>Its intent is journaled and it is being worked on.</summary>
    Running,
    Done,

    /// <summary>Failed, and people are asked.</summary>
    AwaitingDecision,
    Skipped,

    /// <summary>Given up by an abort.</summary>
    Abandoned,
}

public sealed record StepAttemptView(int Number, DateTimeOffset Began, DateTimeOffset? Ended, string? Error);

/// <param name="WaitsFor">The sentence that the step gave last, while it works or since it failed.</param>
/// <param name="WaitsSince">Since when it has been waiting for that.</param>
/// <param name="Report">What there is to tell of its result.</param>
/// <param name="WayOut">Whether it puts something back.</param>
public sealed record StepView(
    StepPath Path,
    StepKind Kind,
    string Description,
    StepState State,
    bool WayOut,
    bool MaySkip,
    IReadOnlyList<StepAttemptView> Attempts,
    string? WaitsFor,
    DateTimeOffset? WaitsSince,
    string? Report,
    IReadOnlyList<string> Notes)
{
    /// <summary>When the default is decided, while people are asked; null also while a pause lets that time stand still.</summary>
    public DateTimeOffset? AskedUntil { get; init; }

    /// <summary>What is decided when nobody does.</summary>
    public Decision? DefaultDecision { get; init; }

    /// <summary>The answers to choose from, when this is a question of the playbook; else empty.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>How long the attempt that succeeded took; null before, and where an interruption lay between.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>What it returned, as JSON; null while there is nothing.</summary>
    public string? Result { get; init; }
}

public sealed record ApprovalView(PersonId Person, DateTimeOffset At);

/// <param name="Setting">What is held.</param>
/// <param name="Before">What it will be put back to.</param>
public sealed record HoldView(string Setting, string Before, string Value, DateTimeOffset Since);

/// <param name="By">Who asked for it; <see cref="PersonId.Nightshift"/> when a guard did, or the program itself.</param>
/// <param name="Now">No other effect of the way in begins; always so where a guard holds the run.</param>
/// <param name="At">The safe points and steps before which branches wait; empty while none has got there yet.</param>
public sealed record PauseView(PersonId By, DateTimeOffset Since, string? Reason, bool Now, IReadOnlyList<StepPath> At);

/// <summary>A change of the cluster that people have to confirm before the run goes on.</summary>
/// <param name="Differences">What nobody expected, as sentences.</param>
/// <param name="Hash">What an approval of it names.</param>
/// <param name="Needed">How many have to confirm.</param>
public sealed record DriftView(StepPath Path, DateTimeOffset Since, IReadOnlyList<string> Differences, string Hash, int Needed, IReadOnlyList<ApprovalView> Confirmations);

/// <param name="Until">Null while it is violated.</param>
/// <param name="Waived">Whether the run goes on <c>anyway</c>.</param>
public sealed record GuardViolationView(string Name, string Sentence, DateTimeOffset Since, DateTimeOffset? Until, bool Waived);

/// <summary>Something that a run should have put back and did not.</summary>
/// <param name="ByHand">The command with which a person puts it right; null when nobody said.</param>
public sealed record LeftUndone(StepPath Path, string Description, string? ByHand);

/// <param name="Reason">Why it waits, stopped or failed, in a sentence.</param>
public sealed record RunSummary(
    RunId Id,
    RunState State,
    string Cluster,
    string Command,
    PersonId RequestedBy,
    DateTimeOffset Requested,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    string? Reason);

/// <summary>A run with everything that a card, a page or <c>/run</c> shows. An immutable snapshot.</summary>
/// <param name="Policy">What the plan as it is now needs.</param>
/// <param name="Said">What the playbook told the channel, in order.</param>
public sealed record RunView(
    RunSummary Summary,
    RunRequest Request,
    Plan Plan,
    ApprovalPolicy Policy,
    IReadOnlyList<ApprovalView> Approvals,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<HoldView> Holds,
    IReadOnlyList<string> Said)
{
    /// <summary>The pause that is asked for or in effect.</summary>
    public PauseView? Pause { get; init; }

    /// <summary>Whether somebody asked to abort it.</summary>
    public bool IsAborted { get; init; }

    /// <summary>The cluster's changes that await confirmation.</summary>
    public IReadOnlyList<DriftView> Drifts { get; init; } = [];

    /// <summary>How many have to agree to the plan as it is now: at least one after a drift, also where the policy asks for nobody.</summary>
    public int ApproversNeeded { get; init; } = Policy.Approvers;

    /// <summary>What an approval has to name now: the plan's hash, or that of the change to be confirmed.</summary>
    public string? ConfirmHash { get; init; }

    /// <summary>Every violation of a guard, the oldest first.</summary>
    public IReadOnlyList<GuardViolationView> GuardViolations { get; init; } = [];

    /// <summary>What a run that ended did not put back.</summary>
    public IReadOnlyList<LeftUndone> LeftUndone { get; init; } = [];

    /// <summary>What had changed in the cluster when this plan was made instead of the one before; empty for the first.</summary>
    public IReadOnlyList<string> Drift { get; init; } = [];

    /// <summary>When an approval of this plan is no longer valid; null when it needs none.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <param name="Event">The kind of the journaled event, or <c>waiting</c> when only the waiting sentence of <paramref name="Step"/> changed.</param>
public sealed record RunUpdate(RunId Run, RunState State, string Event, StepView? Step, string? Text, DateTimeOffset At);
