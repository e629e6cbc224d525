namespace Nightshift.Playbooks;

/// <summary>Checks sources for those who write them: the whole folder, or files by name wherever they lie.</summary>
public sealed class PlaybookFiles
{
    private const string StandIn = "check-of-a-library.csx";

    private readonly PlaybookSettings _settings;
    private readonly PlaybookCatalog _catalog;
    private readonly PlaybookReader _reader;

    internal PlaybookFiles(PlaybookSettings settings, PlaybookCatalog catalog, PlaybookReader reader) => (_settings, _catalog, _reader) = (settings, catalog, reader);

    /// <summary>Everything in the folder of playbooks: the commands, the examples, and libraries that nothing loads.</summary>
    public async Task<PlaybookCheck> CheckAllAsync(CancellationToken cancellationToken)
    {
        var set = await _catalog.CurrentAsync(cancellationToken);
        var commands = new PlaybookCheck([.. set.Playbooks.Select(playbook => new CheckedSource(PlaybookPath.Display(playbook.Descriptor.Path), playbook))], set.Faults);
        var loaded = set.Playbooks.SelectMany(playbook => playbook.Sources).Select(source => source.Path).ToHashSet(StringComparer.Ordinal);
        var folder = new PlaybookFolder(_settings.Folder);
        var others = folder.Stamps().Select(stamp => stamp.Path).Where(path => PlaybookPath.IsExample(path) || (PlaybookPath.IsLibrary(path) && !loaded.Contains(path)));
        return PlaybookCheck.Of([commands, .. await Task.Run(() => others.Select(path => Check(Named(folder.FileOf(path)))).ToList(), cancellationToken)]);
    }

    /// <summary>Each of the files by itself, and what it loads.</summary>
    public Task<PlaybookCheck> CheckAsync(IReadOnlyList<string> files, CancellationToken cancellationToken) =>
        Task.Run(() => PlaybookCheck.Of([.. files.Select(file => Check(Named(file)))]), cancellationToken);

    private NamedSource Named(string file) => NamedSource.Of(file, _settings.Folder, [.. _reader.Kinds.Select(kind => kind.Name)]);

    private PlaybookCheck Check(NamedSource source)
    {
        if (!source.Exists) return new PlaybookCheck([], [new PlaybookFault(source.Display, 1, 1, "there is no such file", "")]);
        if (PlaybookPath.IsLibrary(source.Path)) return CheckLibrary(source);
        var (playbook, faults) = _reader.Read(source.Path, source.Read);
        return playbook is null ? Faulty(source, faults) : new PlaybookCheck([new CheckedSource(source.Display, playbook)], []);
    }

    /// <summary>A library is good when a playbook of one of the kinds can load it. Its faults are told for the kind that it is named after, else for the first.</summary>
    private PlaybookCheck CheckLibrary(NamedSource source)
    {
        var results = _reader.Kinds
            .OrderByDescending(kind => Path.GetFileNameWithoutExtension(source.Path) == kind.Name)
            .Select(kind => CheckLibrary(source, kind.Name))
            .ToList();
        return results.Find(result => result.Faults.Count == 0) ?? results[0];
    }

    private PlaybookCheck CheckLibrary(NamedSource source, string kind)
    {
        var main = $"{kind}/{StandIn}";
        var (playbook, faults) = _reader.Read(main, path => path == main
            ? $"#load \"../{source.Path}\"\n[Command(\"stand-in\", \"Loads a library\")] record StandInOptions();"
            : source.Read(path));
        return playbook is null ? Faulty(source, faults) : new PlaybookCheck([new CheckedSource(source.Display, null)], []);
    }

    private static PlaybookCheck Faulty(NamedSource source, IReadOnlyList<PlaybookFault> faults) => new([], [.. faults.Select(source.AsWritten)]);
}
