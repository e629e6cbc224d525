using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nightshift.Runs.Journal;

/// <summary>
/// The chain of hashes through a journal. A link is SHA-256, lower-case hex, over UTF-8 of run, sequence, time (round-trip format, UTC),
/// kind, previous hash and payload, joined by line feeds; the payload comes last and is the only part that could hold one.
/// </summary>
internal static class JournalChain
{
    /// <summary>What stands for the hash before the first event.</summary>
    public static readonly string Start = new('0', 64);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static JournalRow Link(RunId run, long sequence, DateTimeOffset time, string kind, string payload, string previous) =>
        new(sequence, time, kind, payload, previous, Hash(run, sequence, time, kind, payload, previous));

    /// <summary>The first row that does not follow from those before it, with what is wrong; null when all are sound.</summary>
    public static BrokenLink? FirstBroken(RunId run, IReadOnlyList<JournalRow> rows, long sequence = 0, string? previous = null)
    {
        previous ??= Start;
        foreach (var row in rows)
        {
            if (row.Sequence != ++sequence) return new BrokenLink(sequence, $"event {sequence} is missing; event {row.Sequence} stands in its place");
            if (row.Previous != previous) return new BrokenLink(sequence, $"event {sequence} does not follow the event before it");
            if (row.Hash != Hash(run, row.Sequence, row.Time, row.Kind, row.Payload, row.Previous))
                return new BrokenLink(sequence, $"event {sequence} ('{row.Kind}') is not what was written: its hash differs");
            previous = row.Hash;
        }
        return null;
    }

    private static string Hash(RunId run, long sequence, DateTimeOffset time, string kind, string payload, string previous) =>
        Sha256(string.Create(CultureInfo.InvariantCulture, $"{run.Value}\n{sequence}\n{Time(time)}\n{kind}\n{previous}\n{payload}"));
}
