namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Fields: xid (int32), zxid (int64), error (int32, 0 = done). A body follows only when there is no error.</summary>
internal readonly record struct ReplyHeader(int Xid, long Zxid, ErrorCode Error) : IJuteRecord<ReplyHeader>
{
    public static ReplyHeader Read(ref JuteReader reader) => new(reader.ReadInt32(), reader.ReadInt64(), (ErrorCode)reader.ReadInt32());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Xid);
        writer.WriteInt64(Zxid);
        writer.WriteInt32((int)Error);
    }
}
