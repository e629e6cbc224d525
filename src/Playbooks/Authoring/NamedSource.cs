namespace Nightshift.Playbooks;

/// <summary>
/// A source that somebody names by its file, inside of the folder of playbooks or not. One outside is taken as if it lay in the folder of its kind: what it
/// loads is looked for around itself first, then in the folder of playbooks.
/// </summary>
internal sealed class NamedSource
{
    private readonly string _written;
    private readonly PlaybookFolder _folder;
    private readonly PlaybookFolder? _around;
    private readonly HashSet<string> _outside = new(StringComparer.Ordinal);

    private NamedSource(string written, string path, PlaybookFolder folder, PlaybookFolder? around) =>
        (_written, Path, _folder, _around) = (written, path, folder, around);

    /// <summary>Relative to the folder of playbooks; made up for a file outside.</summary>
    public string Path { get; }

    /// <param name="root">The folder of playbooks.</param>
    /// <param name="kinds">Names of the kinds of clusters. A file outside belongs to the one that its folder is named after, else to the first.</param>
    public static NamedSource Of(string file, string root, IReadOnlyList<string> kinds)
    {
        var full = System.IO.Path.GetFullPath(file);
        var folder = new PlaybookFolder(root);
        var inside = System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(root), full).Replace('\\', '/');
        if (!inside.StartsWith("../", StringComparison.Ordinal) && !System.IO.Path.IsPathRooted(inside)) return new NamedSource(PlaybookPath.Display(inside), inside, folder, null);
        var parent = System.IO.Path.GetDirectoryName(full)!;
        var kind = System.IO.Path.GetFileName(parent);
        return kinds.Contains(kind, StringComparer.Ordinal)
            ? new NamedSource(file, $"{kind}/{System.IO.Path.GetFileName(full)}", folder, new PlaybookFolder(System.IO.Path.GetDirectoryName(parent)!))
            : new NamedSource(file, $"{kinds[0]}/{System.IO.Path.GetFileName(full)}", folder, new PlaybookFolder(parent, $"{kinds[0]}/"));
    }

    public bool Exists => (_around ?? _folder).Has(Path);

    /// <exception cref="IOException">It cannot be read; the reason.</exception>
    public string Read(string path)
    {
        if (_around is not { } around || (path != Path && !around.Has(path))) return _folder.Read(path);
        _outside.Add(path);
        return around.Read(path);
    }

    /// <summary>The fault with its file as it was named.</summary>
    public PlaybookFault AsWritten(PlaybookFault fault) => fault with { File = AsWritten(fault.File) };

    /// <summary>How the source itself is named to people.</summary>
    public string Display => _written;

    private string AsWritten(string display)
    {
        if (display == PlaybookPath.Display(Path)) return _written;
        var path = _outside.FirstOrDefault(outside => PlaybookPath.Display(outside) == display);
        return path is null ? display : _around!.FileOf(path);
    }
}
