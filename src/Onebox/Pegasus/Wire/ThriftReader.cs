using System.Buffers.Binary;
using System.Text;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Thrift's strict binary protocol: primitives, big-endian. Whatever does not fit is a <see cref="ThriftException"/>.</summary>
internal sealed class ThriftReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    public int Left => bytes.Length - _at;

    public byte Byte() => Next(1)[0];

    public short I16() => BinaryPrimitives.ReadInt16BigEndian(Next(2));

    public int I32() => BinaryPrimitives.ReadInt32BigEndian(Next(4));

    public long I64() => BinaryPrimitives.ReadInt64BigEndian(Next(8));

    public double Double() => BitConverter.Int64BitsToDouble(I64());

    public ReadOnlyMemory<byte> Blob()
    {
        var length = I32();
        if (length < 0 || length > Left)
        {
            throw new ThriftException($"a string of {length} bytes with {Left} left");
        }

        _at += length;
        return bytes.Slice(_at - length, length);
    }

    public string Text() => Encoding.UTF8.GetString(Blob().Span);

    /// <summary>The number of elements of a list, each of at least <paramref name="least"/> bytes.</summary>
    public int Count(int least)
    {
        var count = I32();
        if (count < 0 || (long)count * least > Left)
        {
            throw new ThriftException($"{count} elements with {Left} bytes left");
        }

        return count;
    }

    public ThriftType Type() => (ThriftType)Byte();

    /// <exception cref="ThriftException">Bytes are left.</exception>
    public void End()
    {
        if (Left > 0)
        {
            throw new ThriftException($"{Left} bytes left after the message");
        }
    }

    private ReadOnlySpan<byte> Next(int length)
    {
        if (length > Left)
        {
            throw new ThriftException($"{length} bytes wanted, {Left} left");
        }

        _at += length;
        return bytes.Span.Slice(_at - length, length);
    }
}
