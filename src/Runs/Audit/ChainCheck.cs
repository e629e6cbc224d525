using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>Follows a chain as it is stored, byte for byte, up to the end that the store keeps beside it.</summary>
internal static class ChainCheck
{
    public static BrokenLink? OfJournal(StoredJournal stored)
    {
        var run = stored.Head.Summary.Id;
        return FirstBroken("event", stored.Events, row => JournalChain.Hash(run, row.Sequence, row.Time, row.Kind, row.Payload, row.Previous))
            ?? End("event", stored.Events, stored.Head.LastSequence, stored.Head.LastHash)
            ?? ChangedSource(stored);
    }

    public static BrokenLink? OfAudit(StoredAudit stored) =>
        FirstBroken("entry", stored.Entries, AuditChain.Hash) ?? End("entry", stored.Entries, stored.LastSequence, stored.LastHash);

    private static BrokenLink? FirstBroken(string what, IReadOnlyList<StoredEvent> rows, Func<StoredEvent, string> hash) =>
        JournalChain.FirstBroken(what, rows.Select(row => new ChainLink(row.Sequence, row.Kind, row.Previous, row.Hash, hash(row))));

    private static BrokenLink? End(string what, IReadOnlyList<StoredEvent> rows, long last, string hash)
    {
        if (rows.Count < last) return new BrokenLink(rows.Count + 1, $"{what} {rows.Count + 1} is missing: there were {last}, and the last {last - rows.Count} of them are gone");
        if (rows.Count > last) return new BrokenLink(last + 1, $"{what} {last + 1} was added beside the store's own count, which ends with {last}");
        return rows.Count == 0 || rows[^1].Hash == hash ? null : new BrokenLink(last, $"{what} {last} is not the one that was written last");
    }

    private static BrokenLink? ChangedSource(StoredJournal stored)
    {
        foreach (var row in stored.Events)
        {
            foreach (var source in StoredSources.Of([row]))
            {
                if (!stored.Sources.TryGetValue(source.Hash, out var text) || JournalChain.Sha256(text) != source.Hash)
                    return new BrokenLink(row.Sequence, $"event {row.Sequence}: the stored text of {source.Path} is missing or was changed");
            }
        }
        return null;
    }
}
