using System.Buffers;
using System.Buffers.Binary;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// One answer: i32 length with itself, envelope error, message begin <c>80010002 name_ACK seqid</c>, result struct. With an envelope error
/// the frame ends after the seqid.
/// </summary>
/// <param name="Result">The result struct, from its first field on; empty with an envelope error.</param>
internal sealed record ReplyFrame(ErrorCode Error, string Name, int SeqId, ReadOnlyMemory<byte> Result)
{
    private const int Reply = unchecked((int)0x80010002);
    private const int Longest = 256 * 1024 * 1024;

    /// <param name="result">Writes field 0 of the result struct; null with an envelope error.</param>
    public static ReadOnlyMemory<byte> Write(ErrorCode error, string rpc, int seqId, WireGeneration generation, Action<FieldWriter>? result)
    {
        var body = new ThriftWriter();
        body.Text(error.Name);
        body.I32(Reply);
        body.Text(rpc + "_ACK");
        body.I32(seqId);
        if (result is not null && error.IsOk)
        {
            result(new FieldWriter(body, generation));
            body.Stop();
        }

        var frame = new ThriftWriter(body.Length + 4);
        frame.I32(body.Length + 4);
        frame.Raw(body.Written.Span);
        return frame.Written;
    }

    /// <summary>Takes one answer off the buffer; null while it is not whole.</summary>
    /// <exception cref="ThriftException">The connection is to be closed.</exception>
    public static ReplyFrame? TryRead(ref ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[4];
        if (buffer.Length < 4)
        {
            return null;
        }

        buffer.Slice(0, 4).CopyTo(head);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 8 or > Longest)
        {
            throw new ThriftException($"an answer of {length} bytes");
        }

        if (buffer.Length < length)
        {
            return null;
        }

        ReadOnlyMemory<byte> bytes = buffer.Slice(4, length - 4).ToArray();
        buffer = buffer.Slice(length);
        var reader = new ThriftReader(bytes);
        var error = new ErrorCode(reader.Text());
        if (reader.I32() != Reply)
        {
            throw new ThriftException("no answer");
        }

        return new ReplyFrame(error, reader.Text(), reader.I32(), bytes[^reader.Left..]);
    }
}
