namespace Nightshift.Runs;

/// <summary>A source file of a playbook, as it was when the run was asked for; a run keeps these.</summary>
/// <param name="Path">Relative to the folder of playbooks, with forward slashes.</param>
public sealed record SourceFile(string Path, string Text);

/// <summary>What is to be run. Everything that a later process needs in order to carry on is in here.</summary>
/// <param name="Cluster">The configured name of the cluster.</param>
/// <param name="Command">As typed, without secrets: <c>/upgrade tablet all --version 0.9.3</c>.</param>
/// <param name="Playbook">Path of the main source file among <paramref name="Sources"/>.</param>
/// <param name="Options">The bound options, as JSON of the playbook's record.</param>
/// <param name="Channel">Where it was asked, and where the report goes: <c>web:ops</c>, <c>cli</c>.</param>
/// <param name="BreakGlass">Why it is to start without anybody's approval; null for all that are approved as usual.</param>
public sealed record RunRequest(
    string Cluster,
    string Command,
    string Playbook,
    string Options,
    IReadOnlyList<SourceFile> Sources,
    PersonId RequestedBy,
    string Channel,
    string? BreakGlass = null);
