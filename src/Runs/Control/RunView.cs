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
    /// <summary>What it returned, as JSON; null while there is nothing.</summary>
    public string? Result { get; init; }
}

public sealed record ApprovalView(PersonId Person, DateTimeOffset At);

/// <param name="Setting">What is held.</param>
/// <param name="Before">What it will be put back to.</param>
public sealed record HoldView(string Setting, string Before, string Value, DateTimeOffset Since);

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
/// <param name="Said">What the playbook told the channel, in order.</param>
public sealed record RunView(
    RunSummary Summary,
    RunRequest Request,
    Plan Plan,
    ApprovalPolicy Policy,
    IReadOnlyList<ApprovalView> Approvals,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<HoldView> Holds,
    IReadOnlyList<string> Said);

/// <param name="Event">The kind of the journaled event, or <c>waiting</c> when only the waiting sentence of <paramref name="Step"/> changed.</param>
public sealed record RunUpdate(RunId Run, RunState State, string Event, StepView? Step, string? Text, DateTimeOffset At);
