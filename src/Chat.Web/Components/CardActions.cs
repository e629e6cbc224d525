using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Components;

/// <param name="Twice">Asks for a second click.</param>
internal sealed record CardAction(Reaction Reaction, string Label, string Title, bool Twice = false);

/// <summary>What makes sense for a run as it stands; what is asked about a step, a question or a plan stands beside that.</summary>
internal static class CardActions
{
    private static readonly CardAction Pause = new(Reaction.Pause, "pause", "Go on to the next safe point and wait there");
    private static readonly CardAction PauseNow = new(Reaction.PauseNow, "pause now", "What is in hand finishes, nothing else begins");
    private static readonly CardAction Resume = new(Reaction.Resume, "resume", "Go on where it stands");
    private static readonly CardAction StopTheClock = new(Reaction.Pause, "pause", "The time to decide stands still until resume");
    private static readonly CardAction TakeBack = new(Reaction.Abort, "abort", "It ends, with nothing begun");
    private static readonly CardAction Abort = new(Reaction.Abort, "abort", "Finish to the next safe point, then put everything back");
    private static readonly CardAction AbortPaused = new(Reaction.Abort, "abort", "Put everything back and end");
    private static readonly CardAction AbortNow = new(Reaction.AbortNow, "abort now", "Cancel the step in hand and walk back", Twice: true);

    public static IReadOnlyList<CardAction> Of(RunView run) => run.Summary.State switch
    {
        RunState.AwaitingApproval or RunState.Queued => [TakeBack],
        RunState.Running when run.Pause is null => [Pause, PauseNow, Abort, AbortNow],
        RunState.Running when run.Pause is { Now: true } => [Resume, Abort, AbortNow],
        RunState.Running => [Resume, PauseNow, Abort, AbortNow],
        RunState.Paused when run.Pause is null => [Pause, AbortPaused],
        RunState.Paused when run.Drifts.Count > 0 => [AbortPaused],
        RunState.Paused => [Resume, AbortPaused],
        RunState.AwaitingDecision => [run.Pause is null ? StopTheClock : Resume, AbortNow],
        RunState.Stopping => [AbortNow],
        _ => [],
    };

    /// <summary>Which presses on the message of the plan, or of the change, that is asked about now have a meaning.</summary>
    public static IReadOnlyList<Reaction> Consents(RunView run) => run.Summary.State switch
    {
        RunState.AwaitingApproval => [Reaction.Approve, Reaction.Withdraw, Reaction.Reject],
        RunState.Queued => [Reaction.Withdraw, Reaction.Reject],
        RunState.Paused when run.ConfirmHash is not null => [Reaction.Approve, Reaction.Withdraw],
        _ => [],
    };
}
