namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Fields: type (int32, 0), scheme (string), auth (buffer).</summary>
internal readonly record struct AuthPacket(int Type, string Scheme, byte[] Auth) : IJuteRecord<AuthPacket>
{
    public static AuthPacket Read(ref JuteReader reader) => new(reader.ReadInt32(), reader.ReadString(), reader.ReadBuffer());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Type);
        writer.WriteString(Scheme);
        writer.WriteBuffer(Auth);
    }
}
