namespace Nightshift.Runs.Journal;

/// <summary>What a journal holds, one after another. Stored under the kinds in <see cref="EventKinds"/>; a shape that was written once is read for ever.</summary>
internal abstract record RunEvent
{
    private protected RunEvent()
    {
    }
}

/// <param name="Hash">SHA-256 of the text, hex; the text itself is stored once for all runs.</param>
internal sealed record RequestedSource(string Path, string Hash);

/// <param name="BreakGlass">Why nobody is asked to approve; null, as in journals that did not say, when people are.</param>
/// <param name="DecisionDeadline">How long people are asked about a failed step; null, in journals that did not say, leaves it to the process.</param>
/// <param name="Engine">The behaviour of the engine that it was begun with, see <c>EngineBehaviour</c>; 1 in journals that did not say.</param>
/// <param name="DefaultDecision">What is decided when nobody did; null likewise.</param>
internal sealed record Requested(
    string Cluster,
    string Command,
    string Playbook,
    string Options,
    IReadOnlyList<RequestedSource> Sources,
    PersonId RequestedBy,
    string Channel,
    ApprovalPolicy Policy,
    TimeSpan? DecisionDeadline = null,
    int Engine = 1,
    Decision? DefaultDecision = null,
    string? BreakGlass = null) : RunEvent;

/// <param name="Drift">What changed since the plan before; empty for the first plan.</param>
/// <param name="Confirm">Whether somebody must agree although the policy asks for nobody.</param>
internal sealed record PlanMade(Plan Plan, IReadOnlyList<string> Drift, bool Confirm) : RunEvent;

internal sealed record Approved(PersonId Person, string PlanHash) : RunEvent;

internal sealed record Withdrawn(PersonId Person) : RunEvent;

internal sealed record Rejected(PersonId Person, string Reason) : RunEvent;

internal sealed record Expired(string Reason) : RunEvent;

/// <param name="Reason">Behind what it waits; null while nothing is in its way.</param>
internal sealed record Queued(RunId? Behind, string? Reason) : RunEvent;

/// <param name="LockFence">The fencing number of the cluster's lock under which it runs.</param>
internal sealed record Started(long LockFence, string Process) : RunEvent;

/// <summary>Carried on by another process than the one before.</summary>
internal sealed record Resumed(string Process) : RunEvent;

/// <summary>A place where the run may stop was met; recorded because a replay must decide the same there.</summary>
internal sealed record SafePointMet(StepPath Path, bool Stopped) : RunEvent;

/// <param name="Now">No other effect of the way in begins; otherwise each branch goes on to its next safe point.</param>
internal sealed record PauseAsked(PersonId Person, string? Reason, bool Now) : RunEvent;

/// <summary>A branch waits at a safe point or before an effect.</summary>
internal sealed record Paused(StepPath Path) : RunEvent;

/// <summary>Somebody ended the pause.</summary>
/// <param name="Anyway">Although a guard is violated.</param>
internal sealed record Continued(PersonId Person, bool Anyway) : RunEvent;

/// <summary>Before a node the cluster was not as expected.</summary>
/// <param name="Path">The step that compared.</param>
/// <param name="Facts">What all changed facts are now; null for those that are gone.</param>
/// <param name="Hash">What a confirmation names.</param>
internal sealed record DriftFound(
    StepPath Path, IReadOnlyList<string> Differences, IReadOnlyDictionary<string, string?> Facts, string Hash) : RunEvent;

internal sealed record DriftConfirmed(PersonId Person, string Hash) : RunEvent;

internal sealed record ConfirmationWithdrawn(PersonId Person) : RunEvent;

/// <summary>What the run expects of the cluster from here on, beyond what it expected before.</summary>
internal sealed record BaselineMoved(StepPath Path, IReadOnlyDictionary<string, string?> Facts) : RunEvent;

internal sealed record GuardViolated(string Name, string Sentence) : RunEvent;

internal sealed record GuardHolds(string Name, string Sentence) : RunEvent;

/// <summary>The cluster's lock was taken away; the run does nothing until it has it again.</summary>
internal sealed record LockLost(string Reason) : RunEvent;

internal sealed record AbortAsked(PersonId Person, bool Now) : RunEvent;

/// <param name="AtOnce">No branch begins another step of the way in; otherwise each goes on to its own safe point.</param>
/// <param name="ByPeople">Somebody aborted; false when a deadline decided.</param>
internal sealed record Stopping(StepPath Path, string Reason, bool AtOnce, bool ByPeople) : RunEvent;

/// <param name="Path">The step that sets it. Several may hold one setting.</param>
/// <param name="Before">From before the first of them.</param>
/// <param name="ByHand">The command with which a person puts it back.</param>
internal sealed record HoldTaken(StepPath Path, string Setting, string Before, string Value, string? ByHand = null) : RunEvent;

/// <param name="Taken">The step that took it; null releases every hold on the setting, as journals did that held each setting once.</param>
internal sealed record HoldReleased(StepPath Path, string Setting, StepPath? Taken = null) : RunEvent;

internal sealed record Said(StepPath Path, string Text) : RunEvent;

internal sealed record CommandRefused(PersonId Person, string Command, string Reason) : RunEvent;

internal sealed record Ended(RunState State, string? Reason) : RunEvent;
