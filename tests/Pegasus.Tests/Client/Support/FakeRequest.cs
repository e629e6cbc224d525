using System.Buffers.Binary;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Client.Support;

/// <summary>One request as a server reads it, from header version 0 or 1.</summary>
internal sealed record FakeRequest(int HeaderVersion, int AppId, int PartitionIndex, int TimeoutMs, ulong PartitionHash, string Method, int SeqId, byte[] Argument)
{
    /// <summary>Null: more bytes are needed.</summary>
    public static FakeRequest? TryRead(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < 16)
            return null;
        if (!bytes[..4].SequenceEqual("THFT"u8))
            throw new InvalidDataException("The request does not begin with THFT.");
        var version = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        var meta = BinaryPrimitives.ReadInt32BigEndian(bytes[8..]);
        var header = version == 0 ? meta : 16 + meta;
        if (bytes.Length < header)
            return null;
        var body = BinaryPrimitives.ReadInt32BigEndian(bytes[(version == 0 ? 16 : 12)..]);
        if (bytes.Length < header + body)
            return null;
        length = header + body;
        return version == 0 ? Old(bytes[..header], bytes.Slice(header, body)) : New(bytes[16..header], bytes.Slice(header, body));
    }

    public TBinaryReader Reader() => new(Argument);

    private static FakeRequest Old(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body) => Body(
        new FakeRequest(
            0, BinaryPrimitives.ReadInt32BigEndian(header[24..]), BinaryPrimitives.ReadInt32BigEndian(header[28..]),
            BinaryPrimitives.ReadInt32BigEndian(header[32..]), BinaryPrimitives.ReadUInt64BigEndian(header[40..]), "", 0, []),
        body);

    private static FakeRequest New(ReadOnlySpan<byte> meta, ReadOnlySpan<byte> body)
    {
        var fields = new Fields(new TBinaryReader(meta.ToArray()), "request_meta");
        var (app, partition, timeout, hash) = (0, 0, 0, 0L);
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: app = fields.I32(); break;
                case 2: partition = fields.I32(); break;
                case 3: timeout = fields.I32(); break;
                case 4: hash = fields.I64(); break;
                case 5: fields.Bool(); break;
                default: throw fields.Unknown();
            }
        }

        return Body(new FakeRequest(1, app, partition, timeout, (ulong)hash, "", 0, []), body);
    }

    private static FakeRequest Body(FakeRequest request, ReadOnlySpan<byte> body)
    {
        var bytes = body.ToArray();
        var reader = new TBinaryReader(bytes);
        if (reader.I32() != unchecked((int)0x80010001))
            throw new InvalidDataException("The request is no call.");
        var (name, seqId) = (reader.Text(), reader.I32());
        reader.Byte();
        reader.I16();
        return request with { Method = name, SeqId = seqId, Argument = bytes[^reader.Left..^1] };
    }
}
