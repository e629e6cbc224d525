namespace Nightshift.OpenMldb.Client;

/// <summary>A table by database and name; the default database is the empty string.</summary>
public readonly record struct TableId(string Db, string Name)
{
    public override string ToString() => Db.Length == 0 ? Name : $"{Db}.{Name}";
}

/// <summary>A partition as the nameserver names it.</summary>
public readonly record struct PartitionId(string Db, string Table, uint Pid)
{
    public TableId TableId => new(Db, Table);

    public override string ToString() => $"{TableId}[{Pid}]";
}

/// <summary>A partition as tablets name it: table number and partition number.</summary>
public readonly record struct TidPid(uint Tid, uint Pid)
{
    public override string ToString() => $"tid {Tid} pid {Pid}";
}
