using System.Buffers.Binary;
using System.Text;

namespace Nightshift.Pegasus.Wire;

/// <summary>
/// Thrift's binary protocol, big-endian, read strictly: every declared length is compared with the bytes that are left before anything is allocated.
/// </summary>
internal sealed class TBinaryReader(ReadOnlyMemory<byte> bytes)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private int _at;

    public int Left => bytes.Length - _at;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new WireFormatException($"A bool has the value {other}."),
    };

    public short I16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int I32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long I64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>i32 length, then so many bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = I32();
        if (length < 0 || length > Left)
            throw new WireFormatException($"A length of {length} is declared where {Left} bytes are left.");
        return Take(length);
    }

    public string Text()
    {
        try
        {
            return Utf8.GetString(Bytes());
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException("A text is no UTF-8.");
        }
    }

    /// <summary>Element type and count of a list or set.</summary>
    /// <param name="minBytes">The least that one element takes, which bounds the count by the bytes left.</param>
    public int ListHead(byte elementType, int minBytes)
    {
        var type = Byte();
        if (type != elementType)
            throw new WireFormatException($"A list has elements of type {type} instead of {elementType}.");
        return Count(minBytes);
    }

    /// <summary>Types and count of a map. An empty one may leave its types open.</summary>
    public int MapHead(byte keyType, byte valueType, int minBytes)
    {
        var (key, value) = (Byte(), Byte());
        var count = Count(minBytes);
        if ((key != keyType || value != valueType) && count > 0)
            throw new WireFormatException($"A map is of types {key} and {value} instead of {keyType} and {valueType}.");
        return count;
    }

    /// <exception cref="WireFormatException">Bytes are left over.</exception>
    public void End()
    {
        if (Left > 0)
            throw new WireFormatException($"{Left} bytes are left over.");
    }

    private int Count(int minBytes)
    {
        var count = I32();
        if (count < 0 || count > Left / minBytes)
            throw new WireFormatException($"{count} elements are declared where {Left} bytes are left.");
        return count;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Left)
            throw new WireFormatException($"{length} bytes are needed where {Left} are left.");
        var taken = bytes.Span.Slice(_at, length);
        _at += length;
        return taken;
    }
}
