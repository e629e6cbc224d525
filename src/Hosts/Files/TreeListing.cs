using System.Globalization;

namespace Nightshift.Hosts.Files;

/// <summary>
/// What a directory tree holds: a line for each entry below it ("d MODE", "f MODE DIGEST", "l TARGET") by its path, "." for the top itself.
/// </summary>
internal sealed class TreeListing
{
    private readonly SortedDictionary<string, string> _entries = new(StringComparer.Ordinal);

    internal static async Task<TreeListing> OfLocalAsync(string directory, CancellationToken cancellationToken)
    {
        var listing = new TreeListing();
        listing._entries["."] = $"d {FileCodes.Octal(File.GetUnixFileMode(directory))}";
        foreach (var entry in LocalTree.Entries(directory))
            listing._entries["./" + entry.Path] = await DescribeAsync(entry.Info, cancellationToken);
        return listing;
    }

    /// <summary>The output of listtree.sh; null when it is not whole.</summary>
    internal static TreeListing? Parse(string text)
    {
        var listing = new TreeListing();
        var lines = text.Split('\n');
        if (lines is not [.., "done", ""])
            return null;
        for (var i = 0; i < lines.Length - 2; i++)
        {
            if (!listing.TakeLine(lines[i], lines[i + 1]))
                return null;
        }

        return listing;
    }

    /// <summary>The first difference, for people; null when both hold the same.</summary>
    internal string? DifferenceTo(TreeListing other)
    {
        foreach (var path in _entries.Keys.Union(other._entries.Keys).Order(StringComparer.Ordinal))
        {
            var (mine, its) = (_entries.GetValueOrDefault(path, "nothing"), other._entries.GetValueOrDefault(path, "nothing"));
            if (mine != its)
                return string.Create(CultureInfo.InvariantCulture, $"{path}: expected {mine}, found {its}");
        }

        return null;
    }

    private bool TakeLine(string line, string next)
    {
        var words = line.Split(' ', 3);
        switch (words)
        {
            case ["d" or "f" or "o", var mode, var path]:
                _entries[path] = $"{words[0]} {mode}";
                return true;
            case ["s", var digest, [_, .. var path]] when _entries.TryGetValue(path, out var file):
                _entries[path] = $"{file} {digest}";
                return true;
            case ["l", ..] when next.StartsWith("t ", StringComparison.Ordinal):
                _entries[line[2..]] = $"l {next[2..]}";
                return true;
            default:
                return words[0] == "t";
        }
    }

    private static async Task<string> DescribeAsync(FileSystemInfo entry, CancellationToken cancellationToken) => entry switch
    {
        { LinkTarget: { } target } => $"l {target}",
        DirectoryInfo => $"d {FileCodes.Octal(entry.UnixFileMode)}",
        _ => $"f {FileCodes.Octal(entry.UnixFileMode)} {await Sha256Digest.OfFileAsync(entry.FullName, cancellationToken)}",
    };
}
