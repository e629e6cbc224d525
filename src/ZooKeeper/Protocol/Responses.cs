namespace Nightshift.ZooKeeper.Protocol;

/// <summary>create's response, and the request and response of sync, and the request of getACL. Field: path (string).</summary>
internal readonly record struct PathRecord(string Path) : IJuteRecord<PathRecord>
{
    public static PathRecord Read(ref JuteReader reader) => new(reader.ReadString());

    public void Write(JuteWriter writer) => writer.WriteString(Path);
}

/// <summary>create2's response. Fields: path (string), stat.</summary>
internal readonly record struct Create2Response(string Path, StatRecord Stat) : IJuteRecord<Create2Response>
{
    public static Create2Response Read(ref JuteReader reader) => new(reader.ReadString(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        Stat.Write(writer);
    }
}

/// <summary>getData's response. Fields: data (buffer), stat.</summary>
internal readonly record struct GetDataResponse(byte[] Data, StatRecord Stat) : IJuteRecord<GetDataResponse>
{
    public static GetDataResponse Read(ref JuteReader reader) => new(reader.ReadBuffer(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteBuffer(Data);
        Stat.Write(writer);
    }
}

/// <summary>getChildren's response. Field: names (vector of strings).</summary>
internal readonly record struct GetChildrenResponse(string[] Names) : IJuteRecord<GetChildrenResponse>
{
    public static GetChildrenResponse Read(ref JuteReader reader) => new(reader.ReadStrings());

    public void Write(JuteWriter writer) => writer.WriteStrings(Names);
}

/// <summary>getChildren2's response. Fields: names (vector of strings), stat.</summary>
internal readonly record struct GetChildren2Response(string[] Names, StatRecord Stat) : IJuteRecord<GetChildren2Response>
{
    public static GetChildren2Response Read(ref JuteReader reader) => new(reader.ReadStrings(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteStrings(Names);
        Stat.Write(writer);
    }
}

/// <summary>getACL's response. Fields: acl (vector), stat.</summary>
internal readonly record struct GetAclResponse(AclEntry[] Acl, StatRecord Stat) : IJuteRecord<GetAclResponse>
{
    public static GetAclResponse Read(ref JuteReader reader) =>
        new(reader.ReadRecords<AclEntry>(AclEntry.LeastSize), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteRecords(Acl);
        Stat.Write(writer);
    }
}
