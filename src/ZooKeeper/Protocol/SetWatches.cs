namespace Nightshift.ZooKeeper.Protocol;

/// <summary>
/// Fields: relative zxid (int64), data watches, exist watches, child watches (vectors of strings). The server fires at once what changed
/// after the zxid and watches the rest. Source: <c>DataTree.setWatches</c>.
/// </summary>
internal readonly record struct SetWatches(long RelativeZxid, string[] Data, string[] Exist, string[] Child) : IJuteRecord<SetWatches>
{
    public static SetWatches Read(ref JuteReader reader) =>
        new(reader.ReadInt64(), reader.ReadStrings(), reader.ReadStrings(), reader.ReadStrings());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt64(RelativeZxid);
        writer.WriteStrings(Data);
        writer.WriteStrings(Exist);
        writer.WriteStrings(Child);
    }
}
