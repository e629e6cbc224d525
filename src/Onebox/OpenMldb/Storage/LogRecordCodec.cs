using System.Buffers.Binary;
using System.Text;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>
/// A record in a binlog or snapshot file, little endian: u32 length of the rest, u64 offset, u64 term, i64 time, u8 method, u16 number of
/// dimensions, per dimension u32 index position, u32 key length, key in UTF-8; u32 value length, value. Upstream writes a protobuf in
/// LevelDB's log format; nobody but the tablet reads these files.
/// </summary>
internal static class LogRecordCodec
{
    private const int MaxLength = 64 * 1024 * 1024;

    public static byte[] Encode(LogRecord record)
    {
        var keys = record.Dimensions.Select(each => Encoding.UTF8.GetBytes(each.Key ?? string.Empty)).ToArray();
        var length = 8 + 8 + 8 + 1 + 2 + keys.Sum(key => 8 + key.Length) + 4 + record.Value.Length;
        var bytes = new byte[4 + length];
        var rest = bytes.AsSpan();
        Put32(ref rest, (uint)length);
        Put64(ref rest, record.Offset);
        Put64(ref rest, record.Term);
        Put64(ref rest, (ulong)record.Time);
        rest[0] = (byte)record.Method;
        BinaryPrimitives.WriteUInt16LittleEndian(rest[1..], (ushort)keys.Length);
        rest = rest[3..];
        for (var index = 0; index < keys.Length; index++)
        {
            Put32(ref rest, record.Dimensions[index].Idx ?? 0);
            PutBytes(ref rest, keys[index]);
        }

        PutBytes(ref rest, record.Value);
        return bytes;
    }

    /// <summary>All whole records of a file's bytes, and where the last whole one ends: a torn tail is what a killed writer left.</summary>
    public static (List<LogRecord> Records, int End) DecodeAll(ReadOnlySpan<byte> bytes)
    {
        var records = new List<LogRecord>();
        var end = 0;
        while (bytes.Length - end >= 4)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..]);
            if (length is 0 or > MaxLength || bytes.Length - end - 4 < length)
            {
                break;
            }

            records.Add(Decode(bytes.Slice(end + 4, (int)length)));
            end += 4 + (int)length;
        }

        return (records, end);
    }

    private static LogRecord Decode(ReadOnlySpan<byte> bytes)
    {
        var offset = Take64(ref bytes);
        var term = Take64(ref bytes);
        var time = (long)Take64(ref bytes);
        var method = (MethodType)bytes[0];
        var dimensions = new Dimension[BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..])];
        bytes = bytes[3..];
        for (var index = 0; index < dimensions.Length; index++)
        {
            var position = Take32(ref bytes);
            dimensions[index] = new Dimension { Idx = position, Key = Encoding.UTF8.GetString(TakeBytes(ref bytes)) };
        }

        return new LogRecord
        {
            Offset = offset, Term = term, Time = time, Method = method, Dimensions = dimensions, Value = TakeBytes(ref bytes).ToArray(),
        };
    }

    private static void Put32(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
        rest = rest[4..];
    }

    private static void Put64(ref Span<byte> rest, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(rest, value);
        rest = rest[8..];
    }

    private static void PutBytes(ref Span<byte> rest, ReadOnlySpan<byte> value)
    {
        Put32(ref rest, (uint)value.Length);
        value.CopyTo(rest);
        rest = rest[value.Length..];
    }

    private static uint Take32(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        bytes = bytes[4..];
        return value;
    }

    private static ulong Take64(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        bytes = bytes[8..];
        return value;
    }

    private static ReadOnlySpan<byte> TakeBytes(ref ReadOnlySpan<byte> bytes)
    {
        var length = (int)Take32(ref bytes);
        var value = bytes[..length];
        bytes = bytes[length..];
        return value;
    }
}
