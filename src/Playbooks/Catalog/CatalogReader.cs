using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>Reads all playbooks of the folder. What did not change comes out of the compiler's memory.</summary>
internal sealed class CatalogReader(
    PlaybookFolder folder,
    IReadOnlyList<IClusterKind> kinds,
    IReadOnlyList<string> reservedWords,
    PlaybookCompiler compiler)
{
    public PlaybookSet Read(IReadOnlyList<FileStamp> stamps)
    {
        var faults = new List<PlaybookFault>();
        var playbooks = new List<Playbook>();
        foreach (var stamp in stamps.Where(stamp => !stamp.Path.StartsWith(PlaybookPath.Library, StringComparison.Ordinal)))
        {
            if (ReadOne(stamp.Path, faults) is { } playbook) playbooks.Add(playbook);
        }

        foreach (var command in playbooks.GroupBy(playbook => playbook.Descriptor.Command, StringComparer.Ordinal).Where(command => command.Count() > 1).ToList())
        {
            foreach (var playbook in command)
            {
                faults.Add(Fault(playbook, $"the command '{command.Key}' is declared by {Others(command, playbook)} too; until one of them has another, none of them can be run"));
                playbooks.Remove(playbook);
            }
        }

        return new PlaybookSet(
            [.. playbooks.OrderBy(playbook => playbook.Descriptor.Command, StringComparer.Ordinal)],
            [.. faults.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column)]);
    }

    private Playbook? ReadOne(string path, List<PlaybookFault> faults)
    {
        if (kinds.FirstOrDefault(kind => kind.Name == PlaybookPath.KindOf(path)) is not { } kind)
        {
            faults.Add(new PlaybookFault(
                PlaybookPath.Display(path), 1, 1, $"a playbook lies in the folder of its kind of cluster ({string.Join(", ", kinds.Select(known => known.Name))}), or in lib if others load it", ""));
            return null;
        }

        var sources = SourceClosure.Of(path, folder.Read);
        var result = compiler.Compile(sources, kind);
        faults.AddRange(result.Faults);
        if (result.Playbook is not { } compiled) return null;
        var playbook = new Playbook(compiled.Descriptor, sources.Files);
        if (!reservedWords.Contains(compiled.Descriptor.Command.Split(' ')[0], StringComparer.Ordinal)) return playbook;
        faults.Add(Fault(playbook, $"the command '{compiled.Descriptor.Command}' begins with a word of the program itself"));
        return null;
    }

    private static string Others(IEnumerable<Playbook> all, Playbook playbook) =>
        string.Join(" and ", all.Where(other => other != playbook).Select(other => PlaybookPath.Display(other.Descriptor.Path)));

    private static PlaybookFault Fault(Playbook playbook, string message)
    {
        var text = Microsoft.CodeAnalysis.Text.SourceText.From(playbook.Sources[0].Text);
        var at = text.ToString().IndexOf($"\"{playbook.Descriptor.Command}\"", StringComparison.Ordinal);
        return FaultAt.Of(playbook.Descriptor.Path, text, new(Math.Max(0, at), playbook.Descriptor.Command.Length + 2), message);
    }
}
