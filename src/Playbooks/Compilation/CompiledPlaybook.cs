namespace Nightshift.Playbooks;

/// <summary>A playbook in the form in which it can be loaded.</summary>
/// <param name="Key">SHA-256 over everything that it was made of.</param>
/// <param name="Assembly">The emitted assembly with its line numbers.</param>
internal sealed record CompiledPlaybook(string Key, PlaybookDescriptor Descriptor, byte[] Assembly);
