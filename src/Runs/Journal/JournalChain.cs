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
        new(sequence, time, kind, payload, previous, Hash(run, sequence, Time(time), kind, payload, previous));

    /// <summary>The first row that does not follow from those before it, with what is wrong; null when all are sound.</summary>
    public static BrokenLink? FirstBroken(RunId run, IReadOnlyList<JournalRow> rows) => FirstBroken("event", rows.Select(row => new ChainLink(
        row.Sequence, row.Kind, row.Previous, row.Hash, Hash(run, row.Sequence, Time(row.Time), row.Kind, row.Payload, row.Previous))));

    /// <summary>The same of any chain that begins with <see cref="Start"/>.</summary>
    /// <param name="what">What a link is called: <c>event</c>.</param>
    public static BrokenLink? FirstBroken(string what, IEnumerable<ChainLink> links)
    {
        var (sequence, previous) = (0L, Start);
        foreach (var link in links)
        {
            if (link.Sequence != ++sequence) return new BrokenLink(sequence, $"{what} {sequence} is missing; {what} {link.Sequence} stands in its place");
            if (link.Previous != previous) return new BrokenLink(sequence, $"{what} {sequence} does not follow the {what} before it");
            if (link.Hash != link.Expected)
                return new BrokenLink(sequence, $"{what} {sequence}{(link.Kind.Length > 0 ? $" ('{link.Kind}')" : "")} is not what was written: its hash differs");
            previous = link.Hash;
        }
        return null;
    }

    /// <param name="time">As <see cref="Time"/> writes it, or as it was found.</param>
    public static string Hash(RunId run, long sequence, string time, string kind, string payload, string previous) =>
        Sha256(string.Create(CultureInfo.InvariantCulture, $"{run.Value}\n{sequence}\n{time}\n{kind}\n{previous}\n{payload}"));
}

/// <param name="Kind">Empty where links have none.</param>
/// <param name="Expected">The hash that its content has.</param>
internal readonly record struct ChainLink(long Sequence, string Kind, string Previous, string Hash, string Expected);
