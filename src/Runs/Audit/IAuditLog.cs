namespace Nightshift.Runs;

/// <summary>
/// The record of what people attempted that belongs to no run's journal: refused commands, locks, reactions of strangers. Append-only, one chain of hashes
/// for the store; an entry is on disk when <see cref="RecordAsync"/> completes.
/// </summary>
public interface IAuditLog
{
    /// <exception cref="Store.StoreException">It is not known to be on disk.</exception>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<AuditRecord>> ReadAsync(int limit, CancellationToken cancellationToken);
}

/// <param name="Person">As given, also when nobody of this id is known.</param>
/// <param name="Action">The command's first word, or what happened: <c>upgrade</c>, <c>lock</c>, <c>react</c>.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Text">The command as typed without secrets, and the reason; cut to 2,000 characters.</param>
public sealed record AuditEntry(PersonId Person, string Channel, string Action, AuditOutcome Outcome, string Text, string? Cluster = null, RunId? Run = null);

public enum AuditOutcome
{
    Done,
    Refused,
}

/// <param name="Sequence">From 1, without gaps.</param>
public sealed record AuditRecord(long Sequence, DateTimeOffset Time, AuditEntry Entry);
