namespace Nightshift.Playbooks;

/// <param name="Value">To be put in, as it is written.</param>
/// <param name="Note">What it is; may be empty.</param>
public sealed record Completion(string Value, string Note);
