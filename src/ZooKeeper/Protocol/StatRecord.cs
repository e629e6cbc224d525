namespace Nightshift.ZooKeeper.Protocol;

/// <summary>
/// exists', setData's and setACL's response, and part of others. Fields: czxid, mzxid, ctime, mtime (int64 each, times in Unix milliseconds),
/// version, cversion, aversion (int32 each), ephemeral owner (int64), data length, number of children (int32 each), pzxid (int64).
/// </summary>
internal readonly record struct StatRecord(
    long Czxid, long Mzxid, long Ctime, long Mtime, int Version, int Cversion, int Aversion,
    long EphemeralOwner, int DataLength, int NumChildren, long Pzxid) : IJuteRecord<StatRecord>
{
    public static StatRecord Read(ref JuteReader reader) =>
        new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(),
            reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(),
            reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt64(Czxid);
        writer.WriteInt64(Mzxid);
        writer.WriteInt64(Ctime);
        writer.WriteInt64(Mtime);
        writer.WriteInt32(Version);
        writer.WriteInt32(Cversion);
        writer.WriteInt32(Aversion);
        writer.WriteInt64(EphemeralOwner);
        writer.WriteInt32(DataLength);
        writer.WriteInt32(NumChildren);
        writer.WriteInt64(Pzxid);
    }

    public ZNodeStat ToStat() => new()
    {
        CreatedZxid = Czxid,
        ModifiedZxid = Mzxid,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(Ctime),
        ModifiedAt = DateTimeOffset.FromUnixTimeMilliseconds(Mtime),
        Version = Version,
        ChildrenVersion = Cversion,
        AclVersion = Aversion,
        EphemeralOwner = EphemeralOwner,
        DataLength = DataLength,
        ChildCount = NumChildren,
        ChildrenZxid = Pzxid,
    };
}
