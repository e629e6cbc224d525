namespace Nightshift.Playbooks;

/// <summary>What a check of sources found. Immutable.</summary>
/// <param name="Good">In the order in which they were asked for; the folder's own by command.</param>
/// <param name="Faults">Ordered by file, line and column within each source that was asked for, each once.</param>
public sealed record PlaybookCheck(IReadOnlyList<CheckedSource> Good, IReadOnlyList<PlaybookFault> Faults)
{
    public static PlaybookCheck Of(IReadOnlyList<PlaybookCheck> parts) =>
        new([.. parts.SelectMany(part => part.Good)], [.. parts.SelectMany(part => part.Faults).Distinct()]);
}

/// <summary>A source without faults.</summary>
/// <param name="File">As it was asked for, or with the folder in front: <c>scripts/openmldb/upgrade-tablet.csx</c>.</param>
/// <param name="Playbook">Null for a library, which is no command by itself.</param>
public sealed record CheckedSource(string File, Playbook? Playbook)
{
    /// <summary><c>scripts/openmldb/upgrade-tablet.csx: /upgrade tablet &lt;endpoint&gt; &lt;version&gt; …: good</c>.</summary>
    public override string ToString() => $"{File}: {Playbook?.Descriptor.Usage ?? "library"}: good";
}
