namespace Nightshift.ZooKeeper.Protocol;

/// <summary>exists, getData, getChildren, getChildren2. Fields: path (string), watch (boolean).</summary>
internal readonly record struct ReadRequest(string Path, bool Watch) : IJuteRecord<ReadRequest>
{
    public static ReadRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadBoolean());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBoolean(Watch);
    }
}

/// <summary>create, create2. Fields: path (string), data (buffer), acl (vector), flags (int32, see <see cref="CreateMode"/>).</summary>
internal readonly record struct CreateRequest(string Path, byte[] Data, AclEntry[] Acl, int Flags) : IJuteRecord<CreateRequest>
{
    public static CreateRequest Read(ref JuteReader reader) =>
        new(reader.ReadString(), reader.ReadBuffer(), reader.ReadRecords<AclEntry>(AclEntry.LeastSize), reader.ReadInt32());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteRecords(Acl);
        writer.WriteInt32(Flags);
    }
}

/// <summary>delete, check. Fields: path (string), version (int32, -1 = any).</summary>
internal readonly record struct VersionRequest(string Path, int Version) : IJuteRecord<VersionRequest>
{
    public static VersionRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadInt32());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt32(Version);
    }
}

/// <summary>setData. Fields: path (string), data (buffer), version (int32, -1 = any).</summary>
internal readonly record struct SetDataRequest(string Path, byte[] Data, int Version) : IJuteRecord<SetDataRequest>
{
    public static SetDataRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadBuffer(), reader.ReadInt32());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteInt32(Version);
    }
}

/// <summary>setACL. Fields: path (string), acl (vector), version of the acl (int32, -1 = any).</summary>
internal readonly record struct SetAclRequest(string Path, AclEntry[] Acl, int Version) : IJuteRecord<SetAclRequest>
{
    public static SetAclRequest Read(ref JuteReader reader) =>
        new(reader.ReadString(), reader.ReadRecords<AclEntry>(AclEntry.LeastSize), reader.ReadInt32());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteRecords(Acl);
        writer.WriteInt32(Version);
    }
}
