using System.Buffers.Binary;
using System.Text;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>
/// Encodes rows of strings, timestamps and bigints (<c>src/codec/codec.cc</c>): versions 1,1; u32 size; null bitmap; fixed-width columns;
/// one offset per string column; the strings. Rows stay below 256 bytes here, so offsets are one byte wide.
/// </summary>
internal static class RowEncoder
{
    /// <param name="columns">The table's columns.</param>
    /// <param name="values">A string, a long, or null per column.</param>
    public static byte[] Encode(IReadOnlyList<ColumnDesc> columns, IReadOnlyList<object?> values)
    {
        var bitmap = new byte[(columns.Count + 7) / 8];
        var fixedPart = new List<byte>();
        var texts = new List<byte[]>();
        for (var index = 0; index < columns.Count; index++)
        {
            if (values[index] is null)
            {
                bitmap[index / 8] |= (byte)(1 << (index % 8));
            }

            if (columns[index].DataType is DataType.String or DataType.Varchar)
            {
                texts.Add(Encoding.UTF8.GetBytes((string?)values[index] ?? string.Empty));
                continue;
            }

            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, (long?)values[index] ?? 0);
            fixedPart.AddRange(bytes);
        }

        var start = 6 + bitmap.Length + fixedPart.Count + texts.Count;
        var size = start + texts.Sum(text => text.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, byte.MaxValue);
        var row = new List<byte> { 1, 1, (byte)size, 0, 0, 0 };
        row.AddRange(bitmap);
        row.AddRange(fixedPart);
        foreach (var text in texts)
        {
            row.Add((byte)start);
            start += text.Length;
        }

        row.AddRange(texts.SelectMany(text => text));
        return [.. row];
    }
}
