namespace Nightshift.Playbooks;

/// <summary>What the arguments of a command mean.</summary>
/// <param name="Options">JSON for <see cref="Runs.RunRequest.Options"/>; null when there are faults.</param>
/// <param name="Faults">Sentences for the person who typed the command; empty when all is well.</param>
public sealed record Binding(string? Options, IReadOnlyList<string> Faults);
