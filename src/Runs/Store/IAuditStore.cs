namespace Nightshift.Runs.Store;

/// <summary>What is read and written for those who check: the audit log, and journals exactly as they are stored.</summary>
internal interface IAuditStore
{
    Task AppendAuditAsync(AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<AuditRecord>> ReadAuditAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The refused commands of all runs, the newest first.</summary>
    Task<IReadOnlyList<StoredRefusal>> ReadRefusedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The numbers of all runs that there ever were, whether or not they are still there.</summary>
    Task<IReadOnlyList<RunId>> RunsAsync(CancellationToken cancellationToken);

    /// <summary>A journal as it is stored at one moment, with what the store keeps beside it; null when there is no such run.</summary>
    Task<StoredJournal?> ReadStoredAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The audit log as it is stored at one moment.</summary>
    Task<StoredAudit> ReadStoredAuditAsync(CancellationToken cancellationToken);
}

/// <summary>An event, or an entry of the audit log, as it is stored: nothing is parsed, so that every changed byte is seen.</summary>
/// <param name="Kind">Empty for entries of the audit log.</param>
internal sealed record StoredEvent(long Sequence, string Time, string Kind, string Payload, string Previous, string Hash);

/// <param name="Sources">Text by its hash, for all that the journal names and that are there.</param>
internal sealed record StoredJournal(RunHead Head, IReadOnlyList<StoredEvent> Events, IReadOnlyDictionary<string, string> Sources);

/// <param name="LastSequence">Of the entry that was appended last, as kept beside the log; 0 before there was one.</param>
internal sealed record StoredAudit(IReadOnlyList<StoredEvent> Entries, long LastSequence, string LastHash);

internal sealed record StoredRefusal(RunId Run, string Cluster, StoredEvent Event);
