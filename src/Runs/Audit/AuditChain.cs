using System.Globalization;
using System.Text.Json;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>
/// The chain of hashes through the audit log. A link is SHA-256, lower-case hex, over UTF-8 of the word <c>audit</c>, sequence, time (round-trip format,
/// UTC), previous hash and payload, joined by line feeds.
/// </summary>
internal static class AuditChain
{
    private const int LongestText = 2000;

    public static StoredEvent Link(long sequence, DateTimeOffset time, AuditEntry entry, string previous)
    {
        var payload = JsonSerializer.Serialize(entry with { Text = Cut(entry.Text) }, RunJson.Options);
        var unlinked = new StoredEvent(sequence, JournalChain.Time(time), "", payload, previous, "");
        return unlinked with { Hash = Hash(unlinked) };
    }

    public static AuditRecord Read(StoredEvent row) => new(
        row.Sequence,
        DateTimeOffset.Parse(row.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        JsonSerializer.Deserialize<AuditEntry>(row.Payload, RunJson.Options) ?? throw new JsonException($"entry {row.Sequence} of the audit log is empty"));

    public static string Hash(StoredEvent row) =>
        JournalChain.Sha256(string.Create(CultureInfo.InvariantCulture, $"audit\n{row.Sequence}\n{row.Time}\n{row.Previous}\n{row.Payload}"));

    /// <summary>Not in the middle of a character of two parts.</summary>
    private static string Cut(string text) =>
        text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1), "…");
}
