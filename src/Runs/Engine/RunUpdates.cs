using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal static class RunUpdates
{
    public const string Waiting = "waiting";

    public static RunUpdate Of(RunJournal journal, CommittedEvent happened, WaitingBoard? waiting) => new(
        journal.Run,
        happened.State,
        happened.Row.Kind,
        happened.Event is StepEvent step ? Step(journal, step.Path, waiting) : null,
        TextOf(happened.Event),
        happened.Row.Time);

    public static StepView? Step(RunJournal journal, StepPath path, WaitingBoard? waiting) =>
        journal.Read(run => run.FindStep(path)?.ToView(waiting?.Of(path), run.SuspendedSince is not null));

    private static string? TextOf(RunEvent happened) => happened switch
    {
        Said said => said.Text,
        StepResult result => result.Report,
        StepFailed failed => failed.Error,
        StepAbandoned abandoned => abandoned.Reason,
        Noted noted => noted.Line,
        Queued queued => queued.Reason,
        Rejected rejected => rejected.Reason,
        Expired expired => expired.Reason,
        Stopping stopping => stopping.Reason,
        PauseAsked asked => asked.Reason,
        DriftFound found => string.Join("; ", found.Differences),
        GuardViolated violated => $"{violated.Name}: {violated.Sentence}",
        GuardHolds holds => $"{holds.Name}: {holds.Sentence}",
        LockLost lost => lost.Reason,
        Answered answered => answered.Choice,
        Ended ended => ended.Reason,
        CommandRefused refused => refused.Reason,
        PlanMade { Drift.Count: > 0 } made => string.Join("; ", made.Drift),
        _ => null,
    };
}
