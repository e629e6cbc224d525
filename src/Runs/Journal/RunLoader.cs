using Nightshift.Runs.Store;

namespace Nightshift.Runs.Journal;

/// <summary>Reads a journal from the store, refusing one that was changed or that this version does not understand.</summary>
internal static class RunLoader
{
    /// <summary>Null when there is no such run.</summary>
    /// <exception cref="UnreadableJournalException">The journal is broken, or of a newer version.</exception>
    public static async Task<OpenedRun?> OpenAsync(IRunStore store, TimeProvider time, RunId run, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(run, 0, cancellationToken);
        if (rows.Count == 0) return null;
        var events = Read(run, rows);
        var hashes = events.Select(pair => pair.Event).OfType<Requested>().SelectMany(requested => requested.Sources).Select(source => source.Hash);
        var sources = await store.SourcesAsync([.. hashes.Distinct()], cancellationToken);
        var loaded = Fold(run, events, sources);
        return new OpenedRun(new RunJournal(loaded.Projection, store, time, sources), loaded.Events);
    }

    public static async Task<LoadedRun?> LoadAsync(
        IRunStore store, RunId run, IReadOnlyDictionary<string, string> sources, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(run, 0, cancellationToken);
        return rows.Count == 0 ? null : Fold(run, Read(run, rows), sources);
    }

    private static List<(JournalRow Row, RunEvent Event)> Read(RunId run, IReadOnlyList<JournalRow> rows)
    {
        if (JournalChain.FirstBroken(run, rows) is { } broken) throw new UnreadableJournalException(run, broken.Reason);
        return [.. rows.Select(row => (row, EventKinds.Read(run, row.Sequence, row.Kind, row.Payload)))];
    }

    private static LoadedRun Fold(RunId run, List<(JournalRow Row, RunEvent Event)> events, IReadOnlyDictionary<string, string> sources)
    {
        var projection = new RunProjection(run, sources);
        var committed = new List<CommittedEvent>(events.Count);
        foreach (var (row, happened) in events)
        {
            projection.Apply(row, happened);
            committed.Add(new CommittedEvent(row, happened, projection.State));
        }
        return new LoadedRun(projection, committed);
    }
}

internal sealed record LoadedRun(RunProjection Projection, IReadOnlyList<CommittedEvent> Events);

internal sealed record OpenedRun(RunJournal Journal, IReadOnlyList<CommittedEvent> Events);
