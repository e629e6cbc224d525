using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Writes jute; the counterpart of <see cref="JuteReader"/>. Source: zookeeper-jute <c>BinaryOutputArchive.java</c>.</summary>
internal readonly struct JuteWriter(IBufferWriter<byte> output)
{
    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void WriteBoolean(bool value)
    {
        output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        output.Advance(1);
    }

    public void WriteBuffer(ReadOnlySpan<byte> value)
    {
        WriteInt32(value.Length);
        output.Write(value);
    }

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteInt32(length);
        output.Advance(Encoding.UTF8.GetBytes(value, output.GetSpan(length)));
    }

    public void WriteStrings(IReadOnlyCollection<string> values)
    {
        WriteInt32(values.Count);
        foreach (var value in values)
            WriteString(value);
    }

    public void WriteRecords<T>(IReadOnlyCollection<T> records) where T : IJuteRecord<T>
    {
        WriteInt32(records.Count);
        foreach (var record in records)
            record.Write(this);
    }
}
