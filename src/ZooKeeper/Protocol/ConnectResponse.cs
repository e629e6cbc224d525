namespace Nightshift.ZooKeeper.Protocol;

/// <summary>
/// Fields: protocol version (int32), negotiated timeout in milliseconds (int32, 0 = the session has expired), session id (int64),
/// password (buffer), read-only (boolean, only towards clients that sent it).
/// </summary>
internal readonly record struct ConnectResponse(
    int ProtocolVersion, int Timeout, long SessionId, byte[] Password, bool? ReadOnly) : IJuteRecord<ConnectResponse>
{
    public bool IsExpired => Timeout <= 0;

    public static ConnectResponse Read(ref JuteReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadBuffer(),
            reader.Remaining > 0 ? reader.ReadBoolean() : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(ProtocolVersion);
        writer.WriteInt32(Timeout);
        writer.WriteInt64(SessionId);
        writer.WriteBuffer(Password);
        if (ReadOnly is { } readOnly)
            writer.WriteBoolean(readOnly);
    }
}
