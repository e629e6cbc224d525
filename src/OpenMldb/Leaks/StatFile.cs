using System.Globalization;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>A leader that the vendor's pre-upgrade moved away and that its post-upgrade would bring home.</summary>
/// <param name="Home">The tablet that led.</param>
/// <param name="Added">Where a replica was added, of a partition that had only one; null when none was.</param>
internal sealed record StatEntry(Endpoint Home, PartitionId Partition, uint Tid, Endpoint? Added);

/// <summary>
/// The vendor's <c>.stat</c>: pre-upgrade appends a line for each leader that it moved, post-upgrade moves them home and deletes the file; so one that is there
/// means that somebody is between the two, or never came to the second. Source: <c>tools/openmldb_ops.py</c>, PreUpgrade and PostUpgrade.
/// </summary>
/// <param name="Host">The host's name for people.</param>
/// <param name="Digest">SHA-256 of its content, hex; what changed since is left alone.</param>
/// <param name="Strange">Lines that are not what the vendor's tool writes.</param>
internal sealed record StatFile(string Host, string Path, string Digest, IReadOnlyList<StatEntry> Entries, IReadOnlyList<string> Strange)
{
    private const int MostShown = 80;

    /// <summary>Shape of a line: <c>endpoint,db,name,tid,pid,added</c>, the last one empty when no replica was added.</summary>
    public static StatFile Parse(string host, string path, string digest, string text)
    {
        var entries = new List<StatEntry>();
        var strange = new List<string>();
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (ParseLine(line) is { } entry) entries.Add(entry);
            else strange.Add(line.Length <= MostShown ? line : $"{line[..MostShown]}…");
        }

        return new StatFile(host, path, digest, entries, strange);
    }

    public override string ToString() => $"{Host}:{Path}";

    private static StatEntry? ParseLine(string line)
    {
        if (line.Split(',') is not [var home, var db, var name, var tid, var pid, var added] || name.Length == 0) return null;
        if (!Endpoint.TryParse(home, out var tablet)) return null;
        if (!uint.TryParse(tid, NumberStyles.None, CultureInfo.InvariantCulture, out var table)) return null;
        if (!uint.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (added.Length == 0) return new StatEntry(tablet, new PartitionId(db, name, number), table, null);
        return Endpoint.TryParse(added, out var other) ? new StatEntry(tablet, new PartitionId(db, name, number), table, other) : null;
    }
}
