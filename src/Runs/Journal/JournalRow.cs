namespace Nightshift.Runs.Journal;

/// <summary>One event as it is stored.</summary>
/// <param name="Sequence">1 for the first of its run, without gaps.</param>
/// <param name="Payload">JSON.</param>
/// <param name="Previous">Hash of the event before.</param>
public sealed record JournalRow(long Sequence, DateTimeOffset Time, string Kind, string Payload, string Previous, string Hash);

/// <param name="Sequence">Where the journal stops being what was written.</param>
public sealed record BrokenLink(long Sequence, string Reason);
