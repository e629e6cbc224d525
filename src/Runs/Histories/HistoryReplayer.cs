using Nightshift.Runs.Engine;
using Nightshift.Runs.Histories;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

/// <summary>
/// Runs a playbook again on the recorded results of a stored history, by the engine that carries runs on after a crash. Nothing outside is touched: where the
/// history ends, the replay ends.
/// </summary>
/// <param name="grace">How long the playbook may take to meet what was recorded.</param>
public sealed class HistoryReplayer(TimeProvider time, TimeSpan grace)
{
    /// <param name="program">Compiles and runs the playbook from the sources of the request that it is given.</param>
    /// <param name="instead">Other sources than the recorded ones; null replays those.</param>
    public async Task<ReplayReport> ReplayAsync(
        StoredHistory history, IRunProgram program, IReadOnlyList<SourceFile>? instead, CancellationToken cancellationToken)
    {
        var recorded = history.Fold();
        if (recorded.StartedAt is null) return ReplayReport.Good(history.Run, 0, "it never began, so there is nothing to replay");
        var store = new ReplayStore();
        var journal = new RunJournal(recorded, store, time, history.Sources);
        using var execution = new RunExecution(journal, new RunOptions { ReplayGrace = grace }, time, (_, _) => { });
        var end = new HistoryEnd(execution, recorded);
        (execution.EndOfHistory, execution.Replay.Met, store.Appending) = (end.AtStep, new ScopeOrder(recorded.Steps).Met, end.AtEventAsync);
        using var halting = cancellationToken.Register(() => execution.Halt(null));
        using var patience = time.CreateTimer(_ => end.Stuck(), null, 2 * grace, Timeout.InfiniteTimeSpan);
        // Not waited for: what it would add to the history has to wait until the playbook met all steps.
        if (recorded.Abort is { Now: true }) _ = execution.AbortNowAsync();
        var thrown = await execution.RunAsync(new OtherSources(program, instead));
        cancellationToken.ThrowIfCancellationRequested();
        return ReplayJudgement.Of(history, recorded, execution, end, thrown);
    }

    /// <summary>The recorded request, with other sources where they are given.</summary>
    private sealed class OtherSources(IRunProgram program, IReadOnlyList<SourceFile>? instead) : IRunProgram
    {
        public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken) =>
            program.ExecuteAsync(instead is null ? request : request with { Sources = instead }, context, cancellationToken);

        public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a replay reads no cluster");
    }
}

/// <param name="Steps">How many recorded steps there are.</param>
/// <param name="Recorded">Where it does not match: what the journal holds.</param>
/// <param name="Asked">Where it does not match: what the playbook does instead.</param>
public sealed record ReplayReport(RunId Run, bool Matches, int Steps, string Sentence, string? Recorded, string? Asked)
{
    internal static ReplayReport Good(RunId run, int steps, string sentence) => new(run, true, steps, $"run {run}: {sentence}", null, null);

    internal static ReplayReport Bad(RunId run, int steps, ReplayMismatchException mismatch) =>
        new(run, false, steps, $"run {run}: {mismatch.Message}", mismatch.Journal, mismatch.Playbook);
}
