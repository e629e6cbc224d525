using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

/// <summary>One run as it was exported: its events and the sources that it was begun with.</summary>
public sealed class StoredHistory
{
    private readonly IReadOnlyList<JournalRow> _rows;
    private readonly IReadOnlyDictionary<string, string> _sources;

    internal StoredHistory(RunId run, IReadOnlyList<JournalRow> rows, IReadOnlyDictionary<string, string> sources)
    {
        (Run, _rows, _sources) = (run, rows, sources);
        var folded = Fold();
        (Request, State) = (folded.Request, folded.State);
    }

    public RunId Run { get; }

    public RunRequest Request { get; }

    /// <summary>How it stood when it was exported.</summary>
    public RunState State { get; }

    internal IReadOnlyDictionary<string, string> Sources => _sources;

    /// <exception cref="UnreadableHistoryException">It is no history, was changed, or this version does not know what is in it.</exception>
    public static Task<StoredHistory> ReadAsync(TextReader reader, CancellationToken cancellationToken) => Histories.HistoryReader.ReadAsync(reader, cancellationToken);

    internal RunProjection Fold()
    {
        var projection = new RunProjection(Run, _sources);
        foreach (var row in _rows) projection.Apply(row, EventKinds.Read(Run, row.Sequence, row.Kind, row.Payload));
        return projection;
    }
}

/// <summary>A file that cannot be replayed, with the reason.</summary>
public sealed class UnreadableHistoryException(string message, Exception? innerException = null) : Exception(message, innerException);
