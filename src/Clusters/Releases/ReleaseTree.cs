using System.Text;
using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>
/// The content of a release's <c>bin/</c> on this machine. Its digest is the SHA-256 of one line per file, sorted by path: mode bits in octal, digest of
/// the content, path below <c>bin/</c>.
/// </summary>
public sealed record ReleaseTree(Release Release, Sha256Digest Digest, IReadOnlyDictionary<string, Sha256Digest> Files)
{
    public string BinDirectory => Path.Combine(Release.Directory, "bin");

    /// <exception cref="ReleaseException">There is no <c>bin/</c>, it is empty, or it cannot be read.</exception>
    public static async Task<ReleaseTree> ReadAsync(Release release, CancellationToken cancellationToken)
    {
        var bin = Path.Combine(release.Directory, "bin");
        if (!Directory.Exists(bin)) throw new ReleaseException(release, $"{bin} does not exist; unpack the release there");
        try
        {
            return await ReadAsync(release, bin, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReleaseException(release, $"{bin} cannot be read: {fault.Message}");
        }
    }

    private static async Task<ReleaseTree> ReadAsync(Release release, string bin, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, Sha256Digest>(StringComparer.Ordinal);
        var manifest = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(bin, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(bin, path).Replace('\\', '/');
            var digest = await Sha256Digest.OfFileAsync(path, cancellationToken);
            files.Add(name, digest);
            var mode = OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(path);
            manifest.Append(Convert.ToString(mode, 8)).Append(' ').Append(digest.Hex).Append(' ').Append(name).Append('\n');
        }

        if (files.Count == 0) throw new ReleaseException(release, $"{bin} is empty; unpack the release there");
        return new ReleaseTree(release, Sha256Digest.Of(Encoding.UTF8.GetBytes(manifest.ToString())), files);
    }
}

/// <summary>A release is not what it should be.</summary>
public sealed class ReleaseException(Release release, string reason) : Exception($"release {release.Name}: {reason}");
