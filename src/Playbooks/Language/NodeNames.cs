using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>From what people wrote to the names of nodes, asked of the live cluster.</summary>
internal static class NodeNames
{
    /// <exception cref="InvalidOperationException">A name is not known to the cluster, or there is no node at all.</exception>
    public static async Task<List<string>> ResolveAsync<TNode>(ICluster cluster, Nodes<TNode> nodes, CancellationToken cancellationToken)
        where TNode : INode
    {
        var known = await cluster.NodeNamesAsync(typeof(TNode), cancellationToken);
        List<string> names = [.. (nodes.IsAll ? known : nodes.Names).Distinct(StringComparer.Ordinal)];
        if (names.Count == 0) throw new InvalidOperationException($"cluster {cluster.Name} has no {NodeWords.Of(typeof(TNode))}");
        if (names.Find(name => !known.Contains(name, StringComparer.Ordinal)) is { } stranger)
            throw new InvalidOperationException($"cluster {cluster.Name} has no {NodeWords.Of(typeof(TNode))} '{stranger}', it has {string.Join(", ", known)}");
        return names;
    }
}
