using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>One check of a store. What it cannot find: chains that were written anew from some event to their end, together with what the store keeps beside
/// them; a hash that was noted elsewhere, given as the anchor, finds that too.</summary>
internal sealed class AuditVerifier(IAuditStore store, string? anchor)
{
    private bool _anchored = anchor is null;

    public async Task<AuditCheck> VerifyAsync(RunId? run, CancellationToken cancellationToken) =>
        run is { } one ? await OneAsync(one, cancellationToken) : await AllAsync(cancellationToken);

    private async Task<AuditCheck> OneAsync(RunId run, CancellationToken cancellationToken)
    {
        var stored = await store.ReadStoredAsync(run, cancellationToken) ?? throw new KeyNotFoundException($"there is no run {run}");
        return new AuditCheck(1, stored.Events.Count, null, LastOf(stored.Events), Of(stored) ?? Unanchored(run));
    }

    private async Task<AuditCheck> AllAsync(CancellationToken cancellationToken)
    {
        var (runs, events) = (0L, 0L);
        AuditBreak? broken = null;
        foreach (var run in await store.RunsAsync(cancellationToken))
        {
            if (await store.ReadStoredAsync(run, cancellationToken) is not { } stored)
            {
                broken ??= new AuditBreak(run, 1, $"run {run} is missing");
                continue;
            }
            (runs, events) = (runs + 1, events + stored.Events.Count);
            broken ??= Of(stored);
        }
        var log = await store.ReadStoredAuditAsync(cancellationToken);
        broken ??= ChainCheck.OfAudit(log) is { } link ? new AuditBreak(null, link.Sequence, $"the audit log: {link.Reason}") : null;
        Look(log.Entries);
        return new AuditCheck(runs, events, log.Entries.Count, LastOf(log.Entries), broken ?? Unanchored(null));
    }

    private AuditBreak? Of(StoredJournal stored)
    {
        Look(stored.Events);
        var run = stored.Head.Summary.Id;
        if (ChainCheck.OfJournal(stored) is { } link) return new AuditBreak(run, link.Sequence, link.Reason);
        return SummaryDiffers(stored) is { } reason ? new AuditBreak(run, stored.Head.LastSequence, reason) : null;
    }

    /// <summary>What lists show of a run is kept beside its journal, and must be what the journal says. One that this version cannot read says nothing.</summary>
    private static string? SummaryDiffers(StoredJournal stored)
    {
        try
        {
            var folded = RunHistories.Fold(stored);
            return SameEnd(folded.Summary.State, stored.Head.Summary.State)
                && folded.Summary.RequestedBy == stored.Head.Summary.RequestedBy
                && folded.Summary.Cluster == stored.Head.Summary.Cluster
                && folded.Summary.Command == stored.Head.Summary.Command
                ? null
                : $"the list of runs says {Words(stored.Head.Summary)}, the journal {Words(folded.Summary)}";
        }
        catch (UnreadableJournalException)
        {
            return null;
        }
    }

    /// <summary>What a run under way is called may differ between versions; whether and how it ended may not.</summary>
    private static bool SameEnd(RunState one, RunState other) => one == other || (!one.IsFinal() && !other.IsFinal());

    private static string? LastOf(IReadOnlyList<StoredEvent> rows) => rows.Count == 0 ? null : rows[^1].Hash;

    private static string Words(RunSummary run) => $"'{run.Command}' on {run.Cluster} by {run.RequestedBy} is {run.State}";

    private void Look(IEnumerable<StoredEvent> rows) => _anchored |= rows.Any(row => string.Equals(row.Hash, anchor, StringComparison.OrdinalIgnoreCase));

    private AuditBreak? Unanchored(RunId? run) =>
        _anchored ? null : new AuditBreak(run, 0, $"nothing has the hash {anchor} any more: what was written up to there was written anew");
}
