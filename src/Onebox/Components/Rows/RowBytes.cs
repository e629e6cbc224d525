using System.Buffers.Binary;
using System.Globalization;

namespace Nightshift.Onebox.Components.Rows;

/// <summary>Single values within a row.</summary>
internal static class RowBytes
{
    public static void Write(Span<byte> target, Column column, object value)
    {
        switch (column.Type)
        {
            case "kBool": target[0] = (bool)value ? (byte)1 : (byte)0; break;
            case "kSmallInt": BinaryPrimitives.WriteInt16LittleEndian(target, checked((short)(long)value)); break;
            case "kInt": BinaryPrimitives.WriteInt32LittleEndian(target, checked((int)(long)value)); break;
            case "kFloat": BinaryPrimitives.WriteSingleLittleEndian(target, (float)Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case "kDouble": BinaryPrimitives.WriteDoubleLittleEndian(target, Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case "kDate": BinaryPrimitives.WriteInt32LittleEndian(target, DateNumber((DateOnly)value)); break;
            default: BinaryPrimitives.WriteInt64LittleEndian(target, (long)value); break;
        }
    }

    public static object Read(ReadOnlySpan<byte> source, Column column) => column.Type switch
    {
        "kBool" => source[0] != 0,
        "kSmallInt" => (long)BinaryPrimitives.ReadInt16LittleEndian(source),
        "kInt" => (long)BinaryPrimitives.ReadInt32LittleEndian(source),
        "kFloat" => (double)BinaryPrimitives.ReadSingleLittleEndian(source),
        "kDouble" => BinaryPrimitives.ReadDoubleLittleEndian(source),
        "kDate" => Date(BinaryPrimitives.ReadInt32LittleEndian(source)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(source),
    };

    public static void WriteAddress(Span<byte> target, int address)
    {
        switch (target.Length)
        {
            case 1: target[0] = (byte)address; break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)address); break;
            case 3: (target[0], target[1], target[2]) = ((byte)(address >> 16), (byte)(address >> 8), (byte)address); break;
            default: BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)address); break;
        }
    }

    public static int ReadAddress(ReadOnlySpan<byte> source) => source.Length switch
    {
        1 => source[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(source),
        3 => (source[0] << 16) | (source[1] << 8) | source[2],
        _ => (int)BinaryPrimitives.ReadUInt32LittleEndian(source),
    };

    /// <summary>(year − 1900) &lt;&lt; 16 | (month − 1) &lt;&lt; 8 | day.</summary>
    private static int DateNumber(DateOnly date) => ((date.Year - 1900) << 16) | ((date.Month - 1) << 8) | date.Day;

    private static DateOnly Date(int number) => new((number >> 16) + 1900, ((number >> 8) & 0xff) + 1, number & 0xff);
}
