using System.Buffers.Binary;
using System.Text;

namespace Nightshift.Pegasus.Wire;

/// <summary>Thrift's binary protocol, big-endian, into a growing buffer; lengths are patched in last.</summary>
internal sealed class TBinaryWriter
{
    private byte[] _buffer = new byte[256];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Byte(byte value) => Room(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void I16(short value) => BinaryPrimitives.WriteInt16BigEndian(Room(2), value);

    public void I32(int value) => BinaryPrimitives.WriteInt32BigEndian(Room(4), value);

    public void I64(long value) => BinaryPrimitives.WriteInt64BigEndian(Room(8), value);

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <summary>i32 length, then the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        I32(value.Length);
        Raw(value);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        I32(length);
        Encoding.UTF8.GetBytes(value, Room(length));
    }

    public void Patch(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(at, 4), value);

    public void Field(byte type, short id)
    {
        Byte(type);
        I16(id);
    }

    public void Stop() => Byte(ThriftType.Stop);

    private Span<byte> Room(int length)
    {
        if (Length + length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + length));
        Length += length;
        return _buffer.AsSpan(Length - length, length);
    }
}
