namespace Nightshift.ZooKeeper;

/// <summary>How a node lives and is named. The numbers are the protocol's flags (<c>CreateMode.java</c>).</summary>
public enum CreateMode
{
    Persistent = 0,

    /// <summary>Removed by the servers when the session ends.</summary>
    Ephemeral = 1,

    /// <summary>The server appends the parent's child counter, ten digits.</summary>
    PersistentSequential = 2,
    EphemeralSequential = 3,
}
