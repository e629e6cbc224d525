namespace Nightshift.Playbooks;

/// <summary>The playbooks of the folder at one moment, and what is wrong with the others. Immutable.</summary>
/// <param name="Playbooks">Ordered by command.</param>
/// <param name="Faults">Ordered by file, line and column. A file with a fault is not among the playbooks.</param>
public sealed record PlaybookSet(IReadOnlyList<Playbook> Playbooks, IReadOnlyList<PlaybookFault> Faults);
