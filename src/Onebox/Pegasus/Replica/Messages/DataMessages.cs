using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Messages;

/// <summary><c>update_request</c> (<c>idl/rrdb.thrift</c>).</summary>
internal sealed class UpdateRequest : IThriftStruct
{
    public ReadOnlyMemory<byte> Key { get; set; }

    public ReadOnlyMemory<byte> Value { get; set; }

    /// <summary>Seconds since 2016-01-01 00:00 UTC; 0 is never.</summary>
    public int ExpireTimestamp { get; set; }

    public void Exchange(IFields fields)
    {
        Key = fields.Blob(1, Key);
        Value = fields.Blob(2, Value);
        ExpireTimestamp = fields.I32(3, ExpireTimestamp);
    }
}

/// <summary><c>update_response</c>.</summary>
internal sealed class UpdateResponse : IThriftStruct
{
    /// <summary>RocksDB's code, 0 is ok.</summary>
    public int Error { get; set; }

    public int AppId { get; set; }

    public int PartitionIndex { get; set; }

    public long Decree { get; set; }

    public string Server { get; set; } = string.Empty;

    public void Exchange(IFields fields)
    {
        Error = fields.I32(1, Error);
        AppId = fields.I32(2, AppId);
        PartitionIndex = fields.I32(3, PartitionIndex);
        Decree = fields.I64(4, Decree);
        Server = fields.Text(5, Server);
    }
}

/// <summary><c>read_response</c>.</summary>
internal sealed class ReadResponse : IThriftStruct
{
    public const int NotFound = 1;

    /// <summary>RocksDB's code, 0 is ok.</summary>
    public int Error { get; set; }

    public ReadOnlyMemory<byte> Value { get; set; }

    public int AppId { get; set; }

    public int PartitionIndex { get; set; }

    public string Server { get; set; } = string.Empty;

    public void Exchange(IFields fields)
    {
        Error = fields.I32(1, Error);
        Value = fields.Blob(2, Value);
        AppId = fields.I32(3, AppId);
        PartitionIndex = fields.I32(4, PartitionIndex);
        Server = fields.Text(6, Server);
    }
}
