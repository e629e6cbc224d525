using System.Globalization;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>Makes the history of a run from what is stored, as far as it can be understood.</summary>
internal static class RunHistories
{
    public static RunHistory Read(StoredJournal stored, DateTimeOffset now)
    {
        var fault = ChainCheck.OfJournal(stored)?.Reason;
        RunTimes? times = null;
        try
        {
            times = RunTimes.Of(Fold(stored).Events, now);
        }
        catch (Exception e) when (e is UnreadableJournalException or FormatException)
        {
            fault ??= e is UnreadableJournalException unreadable ? unreadable.Reason : e.Message;
        }
        return new RunHistory(stored.Head.Summary, [.. stored.Events.Select(EventWords.Of)], times, fault);
    }

    /// <exception cref="UnreadableJournalException">This version does not understand it.</exception>
    /// <exception cref="FormatException">A time is not one.</exception>
    public static FoldedRun Fold(StoredJournal stored)
    {
        var run = stored.Head.Summary.Id;
        if (stored.Events is not [{ Kind: "requested" }, ..]) throw new UnreadableJournalException(run, "it does not begin with a request");
        var projection = new RunProjection(run, stored.Sources);
        var folded = new List<CommittedEvent>(stored.Events.Count);
        foreach (var row in stored.Events.Select(ToRow))
        {
            var happened = EventKinds.Read(run, row.Sequence, row.Kind, row.Payload);
            projection.Apply(row, happened);
            folded.Add(new CommittedEvent(row, happened, projection.State));
        }
        return new FoldedRun(projection.Summary, folded);
    }

    /// <exception cref="FormatException">The time is not one.</exception>
    public static JournalRow ToRow(StoredEvent stored) => new(
        stored.Sequence,
        DateTimeOffset.Parse(stored.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        stored.Kind,
        stored.Payload,
        stored.Previous,
        stored.Hash);
}

internal sealed record FoldedRun(RunSummary Summary, IReadOnlyList<CommittedEvent> Events);
