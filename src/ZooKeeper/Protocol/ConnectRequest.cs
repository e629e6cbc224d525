namespace Nightshift.ZooKeeper.Protocol;

/// <summary>
/// Fields: protocol version (int32, 0), last zxid seen (int64), session timeout in milliseconds (int32), session id (int64, 0 = new),
/// password (buffer), read-only (boolean, absent from clients before 3.5: <see cref="ReadOnly"/> is null then).
/// </summary>
internal readonly record struct ConnectRequest(
    int ProtocolVersion, long LastZxidSeen, int Timeout, long SessionId, byte[] Password, bool? ReadOnly) : IJuteRecord<ConnectRequest>
{
    public static ConnectRequest Read(ref JuteReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadBuffer(),
            reader.Remaining > 0 ? reader.ReadBoolean() : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(ProtocolVersion);
        writer.WriteInt64(LastZxidSeen);
        writer.WriteInt32(Timeout);
        writer.WriteInt64(SessionId);
        writer.WriteBuffer(Password);
        if (ReadOnly is { } readOnly)
            writer.WriteBoolean(readOnly);
    }
}
