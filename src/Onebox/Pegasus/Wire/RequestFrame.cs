using System.Buffers;
using System.Buffers.Binary;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>One request, its argument still bytes (<c>src/runtime/rpc/thrift_message_parser.cpp</c>).</summary>
/// <param name="Name">RPC name.</param>
/// <param name="SeqId">Number that the answer repeats.</param>
/// <param name="OneWay">Sent as one-way: no answer is wanted.</param>
/// <param name="Arguments">The args struct, from its first field on.</param>
internal sealed record RequestFrame(RequestHeader Header, string Name, int SeqId, bool OneWay, ReadOnlyMemory<byte> Arguments)
{
    public const uint Magic = 0x54484654;
    private const int HeaderV0 = 48;
    private const int HeaderV1 = 16;
    private const int LongestMeta = 4096;
    private const int LongestBody = 64 * 1024 * 1024;
    private const int Call = unchecked((int)0x80010001);
    private const int OneWayCall = unchecked((int)0x80010004);

    /// <summary>
    /// Takes one request off the buffer; null while it is not whole. v0: magic, u32 0, u32 48, u32 crc, u32 body length, u32 crc, i32 app,
    /// i32 partition, i32 timeout, i32 thread hash, u64 partition hash, body. v1: magic, u32 1, u32 meta length, u32 body length, meta, body.
    /// </summary>
    /// <exception cref="ThriftException">The connection is to be closed.</exception>
    public static RequestFrame? TryRead(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.Remaining < 8)
        {
            return null;
        }

        if (U32(ref reader) != Magic)
        {
            throw new ThriftException("hdr_type mismatch");
        }

        return U32(ref reader) switch
        {
            0 => ReadV0(ref buffer, ref reader),
            1 => ReadV1(ref buffer, ref reader),
            var version => throw new ThriftException($"invalid hdr_version {version}"),
        };
    }

    /// <summary>A request in header v1, as servers send it to each other.</summary>
    /// <param name="arguments">Writes the args struct's only field and nothing after it.</param>
    public static ReadOnlyMemory<byte> Write(RequestMeta meta, string name, int seqId, bool oneWay, WireGeneration generation, Action<FieldWriter> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var body = new ThriftWriter();
        body.I32(oneWay ? OneWayCall : Call);
        body.Text(name);
        body.I32(seqId);
        arguments(new FieldWriter(body, generation));
        body.Stop();
        var head = new ThriftWriter(64);
        new FieldWriter(head, generation).Write(meta);
        var frame = new ThriftWriter(HeaderV1 + head.Length + body.Length);
        frame.I32((int)Magic);
        frame.I32(1);
        frame.I32(head.Length);
        frame.I32(body.Length);
        frame.Raw(head.Written.Span);
        frame.Raw(body.Written.Span);
        return frame.Written;
    }

    private static RequestFrame? ReadV0(ref ReadOnlySequence<byte> buffer, ref SequenceReader<byte> reader)
    {
        if (reader.Length < 12)
        {
            return null;
        }

        var headerLength = U32(ref reader);
        if (headerLength != HeaderV0)
        {
            throw new ThriftException($"hdr_length should be {HeaderV0}, but {headerLength}");
        }

        if (reader.Length < HeaderV0)
        {
            return null;
        }

        U32(ref reader);
        var bodyLength = Length(U32(ref reader), LongestBody);
        U32(ref reader);
        var gpid = new Gpid((int)U32(ref reader), (int)U32(ref reader));
        var timeout = (int)U32(ref reader);
        var threadHash = (int)U32(ref reader);
        var hash = ((ulong)U32(ref reader) << 32) | U32(ref reader);
        return reader.Remaining < bodyLength
            ? null
            : Body(Take(ref buffer, HeaderV0, bodyLength), new RequestHeader(gpid, timeout, hash, threadHash, false, 0));
    }

    private static RequestFrame? ReadV1(ref ReadOnlySequence<byte> buffer, ref SequenceReader<byte> reader)
    {
        if (reader.Length < HeaderV1)
        {
            return null;
        }

        var metaLength = Length(U32(ref reader), LongestMeta);
        var bodyLength = Length(U32(ref reader), LongestBody);
        if (reader.Remaining < metaLength + bodyLength)
        {
            return null;
        }

        var bytes = Take(ref buffer, HeaderV1, metaLength + bodyLength);
        var meta = new FieldReader(new ThriftReader(bytes.AsMemory(0, metaLength)), WireGeneration.Address).Read<RequestMeta>();
        var gpid = new Gpid(meta.AppId, meta.PartitionIndex);
        var header = new RequestHeader(gpid, meta.TimeoutMs, (ulong)meta.PartitionHash, gpid.ThreadHash, meta.IsBackupRequest, 1);
        return Body(bytes.AsMemory(metaLength), header);
    }

    private static RequestFrame Body(ReadOnlyMemory<byte> body, RequestHeader header)
    {
        var reader = new ThriftReader(body);
        var type = reader.I32();
        if (type is not (Call or OneWayCall))
        {
            throw new ThriftException($"invalid message type {type:x8}");
        }

        var name = reader.Text();
        var seqId = reader.I32();
        return new RequestFrame(header, name, seqId, type == OneWayCall, body[^reader.Left..]);
    }

    private static byte[] Take(ref ReadOnlySequence<byte> buffer, int skip, int length)
    {
        var bytes = buffer.Slice(skip, length).ToArray();
        buffer = buffer.Slice(skip + length);
        return bytes;
    }

    private static int Length(uint length, int longest)
        => length <= longest ? (int)length : throw new ThriftException($"a length of {length}, {longest} are allowed");

    private static uint U32(ref SequenceReader<byte> reader)
    {
        Span<byte> bytes = stackalloc byte[4];
        reader.TryCopyTo(bytes);
        reader.Advance(4);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
