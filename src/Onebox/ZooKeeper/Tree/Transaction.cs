using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>
/// A change that was decided: to apply it needs no further checks and gives the same result at any time, live or from the log.
/// Fields: zxid (int64), time (int64, Unix milliseconds), session (int64), type (int32, an op code), then the fields of the type.
/// </summary>
internal abstract record Transaction(long Zxid, long Time, long SessionId)
{
    protected abstract OpCode Type { get; }

    public static Transaction Read(ref JuteReader reader)
    {
        var (zxid, time, session, type) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), (OpCode)reader.ReadInt32());
        return type switch
        {
            OpCode.Create => new CreateTransaction(
                zxid, time, session, reader.ReadString(), reader.ReadBuffer(), reader.ReadRecords<AclEntry>(AclEntry.LeastSize), reader.ReadBoolean()),
            OpCode.Delete => new DeleteTransaction(zxid, time, session, reader.ReadString()),
            OpCode.SetData => new SetDataTransaction(zxid, time, session, reader.ReadString(), reader.ReadBuffer(), reader.ReadInt32()),
            OpCode.SetAcl => new SetAclTransaction(
                zxid, time, session, reader.ReadString(), reader.ReadRecords<AclEntry>(AclEntry.LeastSize), reader.ReadInt32()),
            OpCode.CreateSession => new CreateSessionTransaction(zxid, time, session, reader.ReadInt32()),
            OpCode.CloseSession => new CloseSessionTransaction(zxid, time, session),
            _ => throw new InvalidDataException($"transaction 0x{zxid:x} is of an unknown type {(int)type}"),
        };
    }

    public void Write(JuteWriter writer)
    {
        writer.WriteInt64(Zxid);
        writer.WriteInt64(Time);
        writer.WriteInt64(SessionId);
        writer.WriteInt32((int)Type);
        WriteFields(writer);
    }

    protected abstract void WriteFields(JuteWriter writer);
}

/// <summary>Fields: path (string), data (buffer), acl (vector), ephemeral (boolean).</summary>
internal sealed record CreateTransaction(
    long Zxid, long Time, long SessionId, string Path, byte[] Data, AclEntry[] Acl, bool Ephemeral) : Transaction(Zxid, Time, SessionId)
{
    protected override OpCode Type => OpCode.Create;

    protected override void WriteFields(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteRecords(Acl);
        writer.WriteBoolean(Ephemeral);
    }
}

/// <summary>Field: path (string).</summary>
internal sealed record DeleteTransaction(long Zxid, long Time, long SessionId, string Path) : Transaction(Zxid, Time, SessionId)
{
    protected override OpCode Type => OpCode.Delete;

    protected override void WriteFields(JuteWriter writer) => writer.WriteString(Path);
}

/// <summary>Fields: path (string), data (buffer), version that it gets (int32).</summary>
internal sealed record SetDataTransaction(long Zxid, long Time, long SessionId, string Path, byte[] Data, int Version)
    : Transaction(Zxid, Time, SessionId)
{
    protected override OpCode Type => OpCode.SetData;

    protected override void WriteFields(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteInt32(Version);
    }
}

/// <summary>Fields: path (string), acl (vector), version that it gets (int32).</summary>
internal sealed record SetAclTransaction(long Zxid, long Time, long SessionId, string Path, AclEntry[] Acl, int Version)
    : Transaction(Zxid, Time, SessionId)
{
    protected override OpCode Type => OpCode.SetAcl;

    protected override void WriteFields(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteRecords(Acl);
        writer.WriteInt32(Version);
    }
}

/// <summary>Field: timeout in milliseconds (int32).</summary>
internal sealed record CreateSessionTransaction(long Zxid, long Time, long SessionId, int Timeout) : Transaction(Zxid, Time, SessionId)
{
    protected override OpCode Type => OpCode.CreateSession;

    protected override void WriteFields(JuteWriter writer) => writer.WriteInt32(Timeout);
}

/// <summary>No fields. Takes the session's ephemeral nodes along.</summary>
internal sealed record CloseSessionTransaction(long Zxid, long Time, long SessionId) : Transaction(Zxid, Time, SessionId)
{
    protected override OpCode Type => OpCode.CloseSession;

    protected override void WriteFields(JuteWriter writer)
    {
    }
}
