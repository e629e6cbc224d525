using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Client.Support;

/// <summary>What a fake server does with a request.</summary>
/// <param name="Bytes">Sent as they are.</param>
/// <param name="After">Sent only then; other requests go on meanwhile.</param>
/// <param name="Close">The connection ends afterwards.</param>
internal sealed record FakeReply(byte[] Bytes, Task? After = null, bool Close = false)
{
    public static readonly FakeReply Silence = new([]);

    public static readonly FakeReply Hangup = new([], Close: true);

    public static FakeReply Frame(FakeRequest request, byte type, Action<TBinaryWriter> result) => new(Encode(request.Method, request.SeqId, "ERR_OK", type, result));

    public static FakeReply Error(FakeRequest request, string error) => new(Encode(request.Method, request.SeqId, error, 0, null));

    /// <summary>The same answer to another call.</summary>
    public FakeReply For(FakeRequest request)
    {
        var bytes = (byte[])Bytes.Clone();
        var error = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        var name = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(12 + error));
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16 + error + name), request.SeqId);
        return this with { Bytes = bytes };
    }

    /// <summary>A frame of <c>length, error, version and type, name, seqid, field 0, STOP</c>.</summary>
    public static byte[] Encode(string method, int seqId, string error, byte type, Action<TBinaryWriter>? result)
    {
        var writer = new TBinaryWriter();
        writer.I32(0);
        writer.Text(error);
        writer.I32(unchecked((int)0x80010002));
        writer.Text(method + "_ACK");
        writer.I32(seqId);
        if (result is not null)
        {
            writer.Field(type, 0);
            result(writer);
            writer.Stop();
        }

        writer.Patch(0, writer.Length);
        return writer.Written.ToArray();
    }
}
