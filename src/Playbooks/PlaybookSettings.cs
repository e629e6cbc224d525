namespace Nightshift.Playbooks;

/// <summary>Where playbooks are, and where their compiled forms are kept.</summary>
public sealed record PlaybookSettings
{
    /// <summary>The folder of playbooks, <c>scripts</c>, relative to the working directory or absolute.</summary>
    public string Folder { get; init; } = "scripts";

    /// <summary>Compiled playbooks by content hash; may be deleted at any time. Null keeps none on disk.</summary>
    public string? CacheFolder { get; init; } = Path.Combine(".nightshift", "playbooks");

    /// <summary>First words that commands of the program itself use; a playbook that takes one is a fault.</summary>
    public IReadOnlyList<string> ReservedWords { get; init; } = [];
}
