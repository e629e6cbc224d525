namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary><c>thrift_request_meta_v1</c> (<c>src/runtime/rpc/request_meta.thrift</c>).</summary>
internal sealed class RequestMeta : IThriftStruct
{
    public int AppId { get; set; }

    public int PartitionIndex { get; set; }

    public int TimeoutMs { get; set; }

    public long PartitionHash { get; set; }

    public bool IsBackupRequest { get; set; }

    public void Exchange(IFields fields)
    {
        AppId = fields.I32(1, AppId);
        PartitionIndex = fields.I32(2, PartitionIndex);
        TimeoutMs = fields.I32(3, TimeoutMs);
        PartitionHash = fields.I64(4, PartitionHash);
        IsBackupRequest = fields.Bool(5, IsBackupRequest);
    }
}
