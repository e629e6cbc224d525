using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>A node of the tree.</summary>
internal sealed class Znode(byte[] data, AclEntry[] acl, long zxid, long time, long ephemeralOwner)
{
    public byte[] Data { get; set; } = data;

    public AclEntry[] Acl { get; set; } = acl;

    public long Czxid { get; } = zxid;

    public long Mzxid { get; set; } = zxid;

    /// <summary>Unix milliseconds, as <see cref="Mtime"/>.</summary>
    public long Ctime { get; } = time;

    public long Mtime { get; set; } = time;

    public int Version { get; set; }

    public int AclVersion { get; set; }

    /// <summary>Children ever created: the number that the next sequential child gets.</summary>
    public int ChildrenCreated { get; set; }

    public long Pzxid { get; set; } = zxid;

    public long EphemeralOwner { get; } = ephemeralOwner;

    public SortedSet<string> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The child version that clients see counts creations and deletions: twice the creations less the children that are left
    /// (<c>DataNode.copyStat</c>).
    /// </summary>
    public StatRecord Stat => new(
        Czxid, Mzxid, Ctime, Mtime, Version, (ChildrenCreated * 2) - Children.Count, AclVersion,
        EphemeralOwner, Data.Length, Children.Count, Pzxid);
}
