namespace Nightshift.Playbooks;

/// <summary>The playbooks of the folder at one moment, and what is wrong with the others. Immutable.</summary>
/// <param name="Playbooks">Ordered by command.</param>
/// <param name="Faults">Ordered by file, line and column. A file with a fault is not among the playbooks.</param>
public sealed record PlaybookSet(IReadOnlyList<Playbook> Playbooks, IReadOnlyList<PlaybookFault> Faults)
{
    /// <summary>The playbook with the longest command that <paramref name="words"/> begin with, and the words that are left; null when there is none.</summary>
    public PlaybookMatch? Match(IReadOnlyList<string> words) => Playbooks
        .Select(playbook => (playbook, command: playbook.Descriptor.Command.Split(' ')))
        .Where(candidate => words.Take(candidate.command.Length).SequenceEqual(candidate.command, StringComparer.Ordinal))
        .OrderByDescending(candidate => candidate.command.Length)
        .Select(candidate => new PlaybookMatch(candidate.playbook, [.. words.Skip(candidate.command.Length)]))
        .FirstOrDefault();
}

/// <param name="Arguments">What follows the words of the command.</param>
public sealed record PlaybookMatch(Playbook Playbook, IReadOnlyList<string> Arguments);
