using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Thrift's strict binary protocol: primitives, big-endian.</summary>
internal sealed class ThriftWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(capacity);

    public int Length => _bytes.WrittenCount;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void I16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(2), value);
        _bytes.Advance(2);
    }

    public void I32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void I64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Double(double value) => I64(BitConverter.DoubleToInt64Bits(value));

    public void Blob(ReadOnlySpan<byte> value)
    {
        I32(value.Length);
        _bytes.Write(value);
    }

    public void Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        I32(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
    }

    public void Raw(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public void Field(ThriftType type, short id)
    {
        Byte((byte)type);
        I16(id);
    }

    public void Stop() => Byte((byte)ThriftType.Stop);
}
