namespace Nightshift.Runs;

/// <summary>What was written, for those who look back or check.</summary>
public interface IAudit
{
    /// <summary>Everything of one run, also of one that this version cannot read or that was changed; null when there is no such run.</summary>
    Task<RunHistory?> HistoryAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The latest of the audit log and of the commands that runs refused, the newest first.</summary>
    Task<IReadOnlyList<AuditLine>> LatestAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Checks every chain against itself, against what the store keeps beside it, and the texts of sources.</summary>
    /// <param name="run">Only this one; null checks all runs and the audit log.</param>
    /// <param name="anchor">A hash that somebody noted earlier; it must still be in one of the chains. Null asks for none.</param>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    Task<AuditCheck> VerifyAsync(RunId? run, string? anchor, CancellationToken cancellationToken);

    /// <summary>
    /// Writes JSON lines: one event a line with <c>run</c>, <c>sequence</c>, <c>time</c>, <c>kind</c>, <c>payload</c>, <c>hash</c>, <c>previous</c>; entries of the audit
    /// log, which come last, have the run null and the kind <c>audit</c>.
    /// </summary>
    /// <param name="run">Only this one, without the audit log; null writes all.</param>
    /// <returns>How many lines were written.</returns>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    Task<long> ExportAsync(RunId? run, TextWriter writer, CancellationToken cancellationToken);

    /// <summary>Writes one run with its sources, to be replayed: a line with <c>source</c> and <c>text</c> for each, and then its events as exported.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    Task<long> ExportHistoryAsync(RunId run, TextWriter writer, CancellationToken cancellationToken);
}

/// <param name="Who">A person's id, or <c>nightshift</c>.</param>
/// <param name="What">A sentence.</param>
public sealed record EventLine(long Sequence, DateTimeOffset Time, string Kind, string Who, string What);

/// <param name="Times">Null when the journal cannot be folded; <paramref name="Fault"/> says why.</param>
public sealed record RunHistory(RunSummary Summary, IReadOnlyList<EventLine> Events, RunTimes? Times, string? Fault);

/// <param name="Run">The run whose journal has it, or that it is about.</param>
public sealed record AuditLine(DateTimeOffset Time, string Who, string Channel, string Action, AuditOutcome Outcome, string What, string? Cluster, RunId? Run);

/// <param name="Events">Of all runs, without the entries of the audit log.</param>
/// <param name="Entries">Of the audit log; null when it was not checked.</param>
/// <param name="LastHash">The last hash of the run, or of the audit log when all were checked: what to note as an anchor. Null when there is none.</param>
/// <param name="Broken">The first that is not as written; null when all are.</param>
public sealed record AuditCheck(long Runs, long Events, long? Entries, string? LastHash, AuditBreak? Broken);

/// <param name="Run">Null for the audit log, or when it is about all.</param>
/// <param name="Sequence">Where it stops being what was written.</param>
public sealed record AuditBreak(RunId? Run, long Sequence, string Reason);
