using System.Formats.Tar;

namespace Nightshift.Hosts.Files;

/// <summary>A directory tree on this machine, links not followed.</summary>
internal static class LocalTree
{
    /// <exception cref="ArgumentException">A name holds a newline or a backslash, which sha256sum's output cannot carry
    /// plainly.</exception>
    internal static IEnumerable<(string Path, FileSystemInfo Info)> Entries(string directory)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        var entries = new DirectoryInfo(directory).EnumerateFileSystemInfos("*", options);
        foreach (var info in entries.OrderBy(info => info.FullName, StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(directory, info.FullName);
            yield return path.AsSpan().ContainsAny('\n', '\\')
                ? throw new ArgumentException($"a name in the tree holds a newline or a backslash: {info.FullName}", nameof(directory))
                : (path, info);
        }
    }

    /// <summary>The tree as a tar stream with names relative to it.</summary>
    internal static async Task WriteTarAsync(string directory, Stream to, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(to, TarEntryFormat.Pax, leaveOpen: true);
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.Directory, "./") { Mode = File.GetUnixFileMode(directory) }, cancellationToken);
        foreach (var (path, info) in Entries(directory))
            await tar.WriteEntryAsync(info.FullName, "./" + path, cancellationToken);
    }
}
