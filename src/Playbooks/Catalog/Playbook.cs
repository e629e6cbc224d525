using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>A playbook that compiles and was checked, with every source that it is made of.</summary>
/// <param name="Sources">The main file and all that it loads, as they were read; a run keeps exactly these.</param>
public sealed record Playbook(PlaybookDescriptor Descriptor, IReadOnlyList<SourceFile> Sources);
