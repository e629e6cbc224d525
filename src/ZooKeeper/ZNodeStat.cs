namespace Nightshift.ZooKeeper;

/// <summary>What ZooKeeper knows of a node besides its data. Source: <c>Stat</c> in <c>zookeeper.jute</c>.</summary>
public sealed record ZNodeStat
{
    /// <summary>Transaction that created the node (czxid).</summary>
    public long CreatedZxid { get; init; }

    /// <summary>Transaction that last set the data (mzxid).</summary>
    public long ModifiedZxid { get; init; }

    /// <summary>Transaction that last created or deleted a child (pzxid).</summary>
    public long ChildrenZxid { get; init; }

    /// <summary>By the server's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>By the server's clock.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Number of times that the data was set.</summary>
    public int Version { get; init; }

    /// <summary>Changes of the set of children (cversion).</summary>
    public int ChildrenVersion { get; init; }

    public int AclVersion { get; init; }

    /// <summary>Session that the node lives and dies with; 0 for a persistent node.</summary>
    public long EphemeralOwner { get; init; }

    public bool IsEphemeral => EphemeralOwner != 0;

    /// <summary>Bytes.</summary>
    public int DataLength { get; init; }

    public int ChildCount { get; init; }
}
