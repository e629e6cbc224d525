using System.Buffers.Binary;
using System.Text;

namespace Nightshift.ZooKeeper.Protocol;

/// <summary>
/// Reads jute, ZooKeeper's serialization: big-endian integers, booleans of one byte, buffers and UTF-8 strings with a
/// 32-bit length before them (-1 = null), vectors with a 32-bit count before them (-1 = null).
/// Source: zookeeper-jute <c>BinaryInputArchive.java</c>.
/// </summary>
/// <remarks>Every declared length is compared with the bytes that are there before anything is allocated.</remarks>
internal ref struct JuteReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public bool ReadBoolean() => Take(1)[0] != 0;

    /// <summary>A buffer; null is read as empty, which is what ZooKeeper makes of it too.</summary>
    public byte[] ReadBuffer()
    {
        var length = ReadLength(1);
        return length <= 0 ? [] : Take(length).ToArray();
    }

    /// <summary>A string; null is read as empty.</summary>
    public string ReadString()
    {
        var length = ReadLength(1);
        return length <= 0 ? string.Empty : Encoding.UTF8.GetString(Take(length));
    }

    public string[] ReadStrings()
    {
        var strings = new string[Math.Max(0, ReadLength(sizeof(int)))];
        for (var i = 0; i < strings.Length; i++)
            strings[i] = ReadString();
        return strings;
    }

    public T[] ReadRecords<T>(int leastSize) where T : IJuteRecord<T>
    {
        var records = new T[Math.Max(0, ReadLength(leastSize))];
        for (var i = 0; i < records.Length; i++)
            records[i] = T.Read(ref this);
        return records;
    }

    /// <summary>The bytes that are left, as they are.</summary>
    public byte[] ReadRest() => Take(_rest.Length).ToArray();

    private int ReadLength(int leastItemSize)
    {
        var length = ReadInt32();
        if (length < -1 || (long)length * leastItemSize > _rest.Length)
            throw new ZooKeeperProtocolException($"a length of {length} is declared where {_rest.Length} bytes are left");
        return length;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new ZooKeeperProtocolException($"{count} bytes are expected where {_rest.Length} are left");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
