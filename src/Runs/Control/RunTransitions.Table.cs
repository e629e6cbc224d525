using static Nightshift.Runs.RunState;

namespace Nightshift.Runs;

internal static partial class RunTransitions
{
    private const string Drifted = "the cluster changed before a node, and by somebody else than the requester where the policy asks for others";

    /// <summary>Every cell that does something. All others are refused, or have no effect.</summary>
    private static Dictionary<(RunState, RunTrigger), Transition> Taken() => new()
    {
        [(Planned, RunTrigger.Crash)] = new("its plan was never stored: it has failed, with nothing begun", [Failed]),

        [(AwaitingApproval, RunTrigger.Approve)] = new(
            "counts; the last one needed queues the run", [AwaitingApproval, Queued],
            "of exactly this plan, before it expires, once per person, and by somebody else than the requester where the policy asks for others"),
        [(AwaitingApproval, RunTrigger.Withdraw)] = new("the approval is taken back", [AwaitingApproval], "by somebody who approved"),
        [(AwaitingApproval, RunTrigger.Reject)] = new("it ends, with nothing begun", [Rejected]),
        [(AwaitingApproval, RunTrigger.Abort)] = new("it ends, with nothing begun", [Stopped]),
        [(AwaitingApproval, RunTrigger.AbortNow)] = new("it ends, with nothing begun", [Stopped]),
        [(AwaitingApproval, RunTrigger.Crash)] = new("waits on, with the approvals that it has", [AwaitingApproval]),
        [(AwaitingApproval, RunTrigger.ApprovalDeadline)] = new("it was not approved in time", [Expired]),

        [(Queued, RunTrigger.Withdraw)] = new("it needs approval again", [AwaitingApproval], "by somebody who approved"),
        [(Queued, RunTrigger.Reject)] = new("it ends, with nothing begun", [Rejected]),
        [(Queued, RunTrigger.Abort)] = new("it ends, with nothing begun", [Stopped]),
        [(Queued, RunTrigger.AbortNow)] = new("it ends, with nothing begun", [Stopped]),
        [(Queued, RunTrigger.Start)] = new("the playbook begins", [Running]),
        [(Queued, RunTrigger.Crash)] = new("keeps its place in the queue", [Queued]),
        [(Queued, RunTrigger.ApprovalDeadline)] = new("its approval is too old to start by", [Expired]),
        [(Queued, RunTrigger.DriftBeforeStart)] = new(
            "planned again; people are asked about the new plan, unless the policy asks for nobody and the steps are the same", [AwaitingApproval, Running, Rejected]),

        [(Running, RunTrigger.Pause)] = new("goes on to its next safe point and waits there", [Running, Paused], "it is not asked to pause or to abort already"),
        [(Running, RunTrigger.PauseNow)] = new(
            "what is in hand finishes, no other effect of the way in begins", [Running, Paused], "it is not asked to pause now or to abort already"),
        [(Running, RunTrigger.Resume)] = new("the pause that was asked for is taken back", [Running], "a pause was asked for; 'anyway' while a guard is violated"),
        [(Running, RunTrigger.Abort)] = new(
            "finishes to its next safe point, then walks back; at once when it was to pause now", [Running, Stopping], "nobody asked to abort already"),
        [(Running, RunTrigger.AbortNow)] = new("cancels the step in hand and walks back", [Stopping]),
        [(Running, RunTrigger.Crash)] = new("replayed: finished steps are not repeated, the one in hand is looked for", [Running]),
        [(Running, RunTrigger.LockLost)] = new("stops acting at once and goes on when it has the lock again", [Paused]),
        [(Running, RunTrigger.DriftBeforeNode)] = new("stands at the safe point until people confirm the difference", [Paused, Running]),
        [(Running, RunTrigger.GuardViolated)] = new("held like /pause now, by nightshift", [Paused, Running]),

        [(Paused, RunTrigger.Approve)] = new("counts; the last one needed lets the run go on", [Paused, Running], Drifted),
        [(Paused, RunTrigger.Withdraw)] = new("the confirmation is taken back", [Paused], "by somebody who confirmed, before the run goes on"),
        [(Paused, RunTrigger.Pause)] = new("stays paused until /resume", [Paused], "it waits for another reason than people's pause"),
        [(Paused, RunTrigger.PauseNow)] = new("stays paused until /resume", [Paused], "it waits for another reason than people's pause"),
        [(Paused, RunTrigger.Resume)] = new(
            "goes on where it stands", [Running, Paused], "not while the cluster's change is unconfirmed; 'anyway' while a guard is violated"),
        [(Paused, RunTrigger.Abort)] = new("walks back at once: it stands at a safe point or before an effect", [Stopping]),
        [(Paused, RunTrigger.AbortNow)] = new("walks back at once", [Stopping]),
        [(Paused, RunTrigger.Crash)] = new("paused again, with its lock", [Paused]),
        [(Paused, RunTrigger.LockLost)] = new("waits for the lock before anything else", [Paused]),
        [(Paused, RunTrigger.DriftBeforeNode)] = new("another branch stands at its safe point too", [Paused]),
        [(Paused, RunTrigger.GuardViolated)] = new("noted; /resume is refused meanwhile", [Paused]),

        [(AwaitingDecision, RunTrigger.Pause)] = new("the time to decide stands still until /resume", [AwaitingDecision], "it is not paused by people already"),
        [(AwaitingDecision, RunTrigger.PauseNow)] = new("the time to decide stands still until /resume", [AwaitingDecision], "it is not paused by people already"),
        [(AwaitingDecision, RunTrigger.Resume)] = new("the time that was left runs on", [AwaitingDecision], "it is paused; 'anyway' while a guard is violated"),
        [(AwaitingDecision, RunTrigger.Abort)] = new(
            "gives the asking step up and walks back; given again, gives up a step of the way out", [Stopping, AwaitingDecision]),
        [(AwaitingDecision, RunTrigger.AbortNow)] = new(
            "gives the asking step up, cancels others and walks back; given again, gives up a step of the way out", [Stopping, AwaitingDecision]),
        [(AwaitingDecision, RunTrigger.Retry)] = new("a new attempt", [Running, Paused, Stopping, AwaitingDecision], "a failed step asks; named, where several do"),
        [(AwaitingDecision, RunTrigger.Skip)] = new(
            "goes on without the step", [Running, Paused, Stopping, AwaitingDecision], "a failed step asks that its playbook lets be skipped"),
        [(AwaitingDecision, RunTrigger.GiveUp)] = new("walks back", [Stopping, AwaitingDecision], "a failed step asks; named, where several do"),
        [(AwaitingDecision, RunTrigger.Answer)] = new("goes on with the answer", [Running, Paused, AwaitingDecision], "the playbook asks a question with this choice"),
        [(AwaitingDecision, RunTrigger.Crash)] = new("the same question, with the same deadline", [AwaitingDecision]),
        [(AwaitingDecision, RunTrigger.DecisionDeadline)] = new("the configured default is decided", [Stopping, Running, AwaitingDecision], "it is not paused by people"),
        [(AwaitingDecision, RunTrigger.LockLost)] = new("asks on; whatever is decided waits for the lock", [AwaitingDecision]),
        [(AwaitingDecision, RunTrigger.DriftBeforeNode)] = new("another branch stands at its safe point", [AwaitingDecision]),
        [(AwaitingDecision, RunTrigger.GuardViolated)] = new("noted; no effect of the way in begins after the decision", [AwaitingDecision]),

        [(Stopping, RunTrigger.AbortNow)] = new("steps of the way in that are still in hand are cancelled", [Stopping], "it was not aborted now already"),
        [(Stopping, RunTrigger.Crash)] = new("the way out is walked on, each step of it once", [Stopping]),
        [(Stopping, RunTrigger.LockLost)] = new("stops acting at once; the way out goes on when it has the lock again", [Stopping]),
        [(Stopping, RunTrigger.GuardViolated)] = new("noted; the way out goes on", [Stopping]),
    };
}
