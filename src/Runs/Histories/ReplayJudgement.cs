using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Histories;

/// <summary>Whether a replay did what was recorded, from how it ended.</summary>
internal static class ReplayJudgement
{
    public static ReplayReport Of(StoredHistory history, RunProjection recorded, RunExecution execution, HistoryEnd end, Exception? thrown)
    {
        var steps = recorded.Steps.Count();
        if (Mismatch(history, recorded, execution, end, thrown) is { } mismatch) return ReplayReport.Bad(history.Run, steps, mismatch);
        var all = $"all {steps} steps replayed as recorded";
        if (end.Reached is { } reached) return ReplayReport.Good(history.Run, steps, $"{all}; the history ends here, before {reached}");
        return ReplayReport.Good(history.Run, steps, history.State.IsFinal() ? $"{all}, to the same end ({history.State})" : $"{all}; the history ends here, and so does the playbook");
    }

    private static ReplayMismatchException? Mismatch(StoredHistory history, RunProjection recorded, RunExecution execution, HistoryEnd end, Exception? thrown)
    {
        if ((execution.HaltCause ?? thrown) is ReplayMismatchException mismatch) return mismatch;
        if (execution.HaltCause is { } halt and not HistoryEndException) return new ReplayMismatchException("steps that were carried out", $"cannot be replayed: {Sentences.Error(halt)}");
        if (execution.Replay.FirstUnmet is { } unmet) return new ReplayMismatchException($"the step {unmet}", $"{(end.Reached is { } other ? $"asks for {other}" : "ended")} without it{Because(end, thrown)}");
        if (!history.State.IsFinal()) return null;
        if (end.Reached is { } more) return new ReplayMismatchException($"the end ({history.State})", $"asks for {more}");
        var ending = RunEnding.Of(recorded, thrown, null);
        return ending.State == history.State
            ? null
            : new ReplayMismatchException($"the end ({history.State})", $"ends as {ending.State}{Because(end, thrown)}");
    }

    private static string Because(HistoryEnd end, Exception? thrown) => thrown is null || end.Reached is not null ? "" : $" ({Sentences.Error(thrown)})";
}
