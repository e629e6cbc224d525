using System.Buffers.Binary;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_RRDB_RRDB_PUT</c> and <c>RPC_RRDB_RRDB_GET</c> (<c>idl/rrdb.thrift</c>).</summary>
internal static class DataMessages
{
    public static readonly RpcMethod<PutRequest, PutAnswer> Put = new("RPC_RRDB_RRDB_PUT", WritePut, ReadPut);

    /// <summary>The request is the raw key.</summary>
    public static readonly RpcMethod<byte[], GetAnswer> Get = new("RPC_RRDB_RRDB_GET", static (writer, key) => writer.Bytes(key), ReadGet);

    /// <summary>The key as it is stored: u16 length of the hash key, hash key, sort key.</summary>
    public static byte[] Key(ReadOnlySpan<byte> hashKey, ReadOnlySpan<byte> sortKey)
    {
        var key = new byte[2 + hashKey.Length + sortKey.Length];
        BinaryPrimitives.WriteUInt16BigEndian(key, checked((ushort)hashKey.Length));
        hashKey.CopyTo(key.AsSpan(2));
        sortKey.CopyTo(key.AsSpan(2 + hashKey.Length));
        return key;
    }

    /// <summary>update_request {1 blob key, 2 blob value, 3 i32 expire_ts_seconds (0: never)}.</summary>
    private static void WritePut(TBinaryWriter writer, PutRequest request)
    {
        writer.Field(ThriftType.Struct, 1);
        writer.Bytes(request.Key);
        writer.Field(ThriftType.Struct, 2);
        writer.Bytes(request.Value.Span);
        writer.I32Field(3, 0);
        writer.Stop();
    }

    /// <summary>update_response {1 i32 error, 2 i32 app_id, 3 i32 partition_index, 4 i64 decree, 5 string server}.</summary>
    private static PutAnswer ReadPut(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "update_response");
        var answer = new PutAnswer(0, 0, 0, 0, "");
        while (fields.Next())
        {
            answer = fields.Id switch
            {
                1 => answer with { Code = fields.I32() },
                2 => answer with { AppId = fields.I32() },
                3 => answer with { Partition = fields.I32() },
                4 => answer with { Decree = fields.I64() },
                5 => answer with { Server = fields.Text() },
                _ => throw fields.Unknown(),
            };
        }

        fields.Require(Fields.UpTo(4));
        return answer;
    }

    /// <summary>read_response {1 i32 error, 2 blob value, 3 i32 app_id, 4 i32 partition_index, 6 string server}.</summary>
    private static GetAnswer ReadGet(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "read_response");
        var answer = new GetAnswer(0, [], 0, 0, "");
        while (fields.Next())
        {
            answer = fields.Id switch
            {
                1 => answer with { Code = fields.I32() },
                2 => answer with { Value = fields.Blob() },
                3 => answer with { AppId = fields.I32() },
                4 => answer with { Partition = fields.I32() },
                6 => answer with { Server = fields.Text() },
                _ => throw fields.Unknown(),
            };
        }

        fields.Require(Fields.UpTo(4));
        return answer;
    }
}

internal sealed record PutRequest(byte[] Key, ReadOnlyMemory<byte> Value);

/// <param name="Code">RocksDB's: 0 is good.</param>
/// <param name="Server">Who answered.</param>
internal sealed record PutAnswer(int Code, int AppId, int Partition, long Decree, string Server);

/// <param name="Code">RocksDB's: 0 is good, 1 not found.</param>
internal sealed record GetAnswer(int Code, byte[] Value, int AppId, int Partition, string Server);
