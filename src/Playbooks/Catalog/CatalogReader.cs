namespace Nightshift.Playbooks;

/// <summary>Reads all playbooks of the folder. What did not change comes out of the compiler's memory.</summary>
internal sealed class CatalogReader(PlaybookFolder folder, PlaybookReader reader)
{
    public PlaybookSet Read(IReadOnlyList<FileStamp> stamps)
    {
        var faults = new List<PlaybookFault>();
        var playbooks = new List<Playbook>();
        foreach (var stamp in stamps.Where(stamp => !PlaybookPath.IsLibrary(stamp.Path) && !PlaybookPath.IsExample(stamp.Path)))
        {
            if (ReadOne(stamp.Path, faults) is { } playbook) playbooks.Add(playbook);
        }

        foreach (var command in playbooks.GroupBy(playbook => playbook.Descriptor.Command, StringComparer.Ordinal).Where(command => command.Count() > 1).ToList())
        {
            foreach (var playbook in command)
            {
                faults.Add(PlaybookReader.AtCommand(playbook, $"the command '{command.Key}' is declared by {Others(command, playbook)} too; until one of them has another, none of them can be run"));
                playbooks.Remove(playbook);
            }
        }

        return new PlaybookSet(
            [.. playbooks.OrderBy(playbook => playbook.Descriptor.Command, StringComparer.Ordinal)],
            [.. faults.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column)]);
    }

    private Playbook? ReadOne(string path, List<PlaybookFault> faults)
    {
        var (playbook, found) = reader.Read(path, folder.Read);
        faults.AddRange(found);
        return playbook;
    }

    private static string Others(IEnumerable<Playbook> all, Playbook playbook) =>
        string.Join(" and ", all.Where(other => other != playbook).Select(other => PlaybookPath.Display(other.Descriptor.Path)));
}
