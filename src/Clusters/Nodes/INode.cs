namespace Nightshift.Clusters;

/// <summary>One process of a cluster, bound to a run: what playbooks call. Each kind of database adds its own verbs.</summary>
public interface INode
{
    /// <summary>The component in the field's word: <c>tablet</c>, <c>nameserver</c>.</summary>
    string Component { get; }

    /// <summary>The identity that the cluster itself uses for the node.</summary>
    string Name { get; }
}
