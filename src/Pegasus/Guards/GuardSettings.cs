namespace Nightshift.Pegasus;

/// <summary>Where the guards that watch every run on a cluster draw the line. Spans as <c>hh:mm:ss</c>; one that is left out keeps its default.</summary>
public sealed record GuardSettings
{
    /// <summary>How long a partition of a replicated table may be without a primary.</summary>
    public TimeSpan? PrimarylessFor { get; init; }

    /// <summary>How long a run may have one node in hand.</summary>
    public TimeSpan? NodeBudget { get; init; }

    /// <summary>How long a held setting may read otherwise on the leader.</summary>
    public TimeSpan? HoldLostFor { get; init; }

    /// <summary>How long a guard may go without an answer before it counts as violated.</summary>
    public TimeSpan? Grace { get; init; }

    internal IEnumerable<(string Name, TimeSpan? Span)> All =>
        [(nameof(PrimarylessFor), PrimarylessFor), (nameof(NodeBudget), NodeBudget), (nameof(HoldLostFor), HoldLostFor), (nameof(Grace), Grace)];
}
