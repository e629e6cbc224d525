using System.Collections.Frozen;

namespace Nightshift.Runs;

/// <summary>The one table of what may happen to a run in which state. Commands are refused by it, the engine asks it, and documentation and tests are made from it.</summary>
internal static partial class RunTransitions
{
    private static readonly FrozenDictionary<(RunState, RunTrigger), Transition> Cells = Complete();

    public static Transition Of(RunState state, RunTrigger trigger) => Cells[(state, trigger)];

    public static bool Takes(RunState state, RunTrigger trigger) => Of(state, trigger).Taken;

    /// <summary>Null when the command may be given; else why not.</summary>
    public static string? Refusal(RunId run, RunState state, RunTrigger trigger) =>
        Of(state, trigger) is { Taken: false } refused ? $"{Sentence(run, state)}; {refused.Sentence}" : null;

    private static FrozenDictionary<(RunState, RunTrigger), Transition> Complete()
    {
        var cells = Taken();
        foreach (var state in Enum.GetValues<RunState>())
            foreach (var trigger in Enum.GetValues<RunTrigger>())
                cells.TryAdd((state, trigger), new Transition(WhyNot(state, trigger), []));
        return cells.ToFrozenDictionary();
    }

    private static string Sentence(RunId run, RunState state) => state switch
    {
        RunState.Planned => $"run {run} is only planned",
        RunState.AwaitingApproval => $"run {run} waits for approval",
        RunState.Queued => $"run {run} is approved and waits for its turn",
        RunState.Running => $"run {run} is running",
        RunState.Paused => $"run {run} is paused",
        RunState.AwaitingDecision => $"run {run} waits for a decision",
        RunState.Stopping => $"run {run} is stopping already and puts things back",
        RunState.Succeeded => $"run {run} has succeeded",
        RunState.Failed => $"run {run} has failed",
        RunState.Stopped => $"run {run} was stopped",
        RunState.Rejected => $"run {run} was rejected",
        RunState.Expired => $"run {run} has expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static string WhyNot(RunState state, RunTrigger trigger) => trigger switch
    {
        RunTrigger.Approve => "there is nothing to approve",
        RunTrigger.Withdraw => "an approval can be taken back only until the run starts",
        RunTrigger.Reject => state.IsUnderWay() ? "it can be rejected only until it starts; /abort stops it" : "it can be rejected only until it starts",
        RunTrigger.Pause or RunTrigger.PauseNow => WhyNotPaused(state),
        RunTrigger.Resume => "it is not paused",
        RunTrigger.Abort or RunTrigger.AbortNow => "there is nothing to abort",
        RunTrigger.Retry or RunTrigger.Skip or RunTrigger.GiveUp => "no step asks for a decision",
        RunTrigger.Answer => "it asks no question",
        _ => "no effect",
    };

    private static string WhyNotPaused(RunState state) => state switch
    {
        RunState.Planned or RunState.AwaitingApproval or RunState.Queued =>
            "nothing runs yet that could pause; /withdraw keeps it from starting, /reject or /abort ends it",
        RunState.Stopping => "the way out is never paused, so that the cluster is put right",
        _ => "there is nothing to pause",
    };
}
