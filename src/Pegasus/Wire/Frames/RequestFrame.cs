namespace Nightshift.Pegasus.Wire;

/// <summary>
/// A request with header version 1: <c>THFT</c>, u32 version, u32 meta length, u32 body length, struct request_meta
/// {1 i32 app_id, 2 i32 partition_index, 3 i32 client_timeout, 4 i64 partition_hash, 5 bool is_backup_request}, then the body: message begin (version and type, name,
/// seqid), args struct with the request as field 1, STOP (<c>src/rpc/thrift_message_parser.cpp</c>).
/// </summary>
internal static class RequestFrame
{
    /// <summary>Longest RPC name that a server keeps.</summary>
    public const int MaxNameLength = 47;
    private const int Version = 1;
    private const int Call = unchecked((int)0x80010001);

    public static ReadOnlyMemory<byte> Encode<TRequest>(RpcMethod<TRequest> method, TRequest request, RequestHeader header, int seqId)
    {
        var writer = new TBinaryWriter();
        writer.Raw("THFT"u8);
        writer.I32(Version);
        var lengths = writer.Length;
        writer.I32(0);
        writer.I32(0);
        Meta(writer, header);
        var body = writer.Length;
        writer.Patch(lengths, body - lengths - 8);
        writer.I32(Call);
        writer.Text(method.Name);
        writer.I32(seqId);
        writer.Field(method.ArgumentType, 1);
        method.Write(writer, request);
        writer.Stop();
        writer.Patch(lengths + 4, writer.Length - body);
        return writer.Written;
    }

    private static void Meta(TBinaryWriter writer, RequestHeader header)
    {
        writer.I32Field(1, header.AppId);
        writer.I32Field(2, header.PartitionIndex);
        writer.I32Field(3, header.TimeoutMs);
        writer.I64Field(4, (long)header.PartitionHash);
        writer.BoolField(5, false);
        writer.Stop();
    }
}

/// <summary>What a request is for. Everything but reads and writes of data has 0 everywhere: an app id above 0 routes any request to that replica.</summary>
internal readonly record struct RequestHeader(int AppId, int PartitionIndex, int TimeoutMs, ulong PartitionHash)
{
    public static RequestHeader Admin(TimeSpan limit) => new(0, 0, (int)limit.TotalMilliseconds, 0);
}
