namespace Nightshift.Playbooks;

/// <summary>One option of a playbook, as its record declares it.</summary>
/// <param name="Name">As people type it, without dashes in front: <c>allow-single-replica</c>.</param>
/// <param name="Property">As the record names it: <c>AllowSingleReplica</c>.</param>
/// <param name="Default">As people would type it; null when there is none, or when it is null.</param>
/// <param name="Nullable">Whether it may be left out and is then null.</param>
/// <param name="Position">Its place among the values written without a name, from 0; null for switches.</param>
/// <param name="NodeType">Full name of the type of node, for <see cref="OptionType.Nodes"/>.</param>
/// <param name="Choices">For <see cref="OptionType.Choice"/>, kebab-case; otherwise empty.</param>
public sealed record PlaybookOption(
    string Name,
    string Property,
    OptionType Type,
    string Help,
    bool Required,
    string? Default,
    bool Nullable,
    int? Position,
    string? NodeType,
    IReadOnlyList<string> Choices);
