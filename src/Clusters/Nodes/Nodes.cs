namespace Nightshift.Clusters;

/// <summary>
/// Nodes of one component as people name them: <c>all</c>, one endpoint, or several joined by commas. Parsed strictly at the edge;
/// which nodes these are is found out (and journaled) when the run starts.
/// </summary>
public sealed record Nodes<TNode>(string Selector)
    where TNode : INode
{
    public const string All = "all";

    public bool IsAll => Selector == All;

    /// <summary>The named nodes; empty for <c>all</c>.</summary>
    public IReadOnlyList<string> Names => IsAll ? [] : Selector.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override string ToString() => Selector;
}
