using System.Text;

namespace Nightshift.Playbooks;

/// <summary>Reads the folder of playbooks. A file that is reached through a link that leads out of the folder does not exist for it.</summary>
/// <param name="prefix">What paths begin with that lie at the top of the folder; empty where it is laid out as usual.</param>
internal sealed class PlaybookFolder(string root, string prefix = "")
{
    private const int MostBytes = 256 * 1024;

    private readonly string _root = Path.GetFullPath(root);

    /// <summary>Every source with its length and time of change, ordered by path; empty when there is no folder.</summary>
    public IReadOnlyList<FileStamp> Stamps() => !Directory.Exists(_root) ? [] : [.. new DirectoryInfo(_root)
        .EnumerateFiles("*" + PlaybookPath.Extension, new EnumerationOptions { RecurseSubdirectories = true })
        .Select(file => new FileStamp(Path.GetRelativePath(_root, file.FullName).Replace('\\', '/'), file.Length, file.LastWriteTimeUtc))
        .OrderBy(stamp => stamp.Path, StringComparer.Ordinal)];

    public bool Has(string path) => IsBelow(path) && File.Exists(FileOf(path));

    /// <summary>The full name of the file that a path stands for.</summary>
    public string FileOf(string path) => Path.Combine(_root, path[prefix.Length..]);

    /// <summary>The text of one source.</summary>
    /// <exception cref="IOException">It is not there, is too large, or lies outside.</exception>
    public string Read(string path)
    {
        if (!IsBelow(path)) throw new FileNotFoundException("there is no such file");
        var file = new FileInfo(FileOf(path));
        if (!file.Exists) throw new FileNotFoundException("there is no such file");
        if (LeavesThroughLink(path)) throw new IOException("the file is a link that leads out of the folder of playbooks");
        if (file.Length > MostBytes) throw new IOException($"the file has {file.Length} bytes, at most {MostBytes} are read");
        return File.ReadAllText(file.FullName, Encoding.UTF8);
    }

    private bool IsBelow(string path) => path.StartsWith(prefix, StringComparison.Ordinal);

    private bool LeavesThroughLink(string path)
    {
        var at = _root;
        foreach (var segment in path[prefix.Length..].Split('/'))
        {
            at = Path.Combine(at, segment);
            var target = File.ResolveLinkTarget(at, returnFinalTarget: true)?.FullName;
            if (target is not null && !target.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
