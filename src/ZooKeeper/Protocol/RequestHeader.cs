namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Fields: xid (int32), type (int32).</summary>
internal readonly record struct RequestHeader(int Xid, OpCode Type) : IJuteRecord<RequestHeader>
{
    public static RequestHeader Read(ref JuteReader reader) => new(reader.ReadInt32(), (OpCode)reader.ReadInt32());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Xid);
        writer.WriteInt32((int)Type);
    }
}
