using System.Text;

namespace Nightshift.Onebox.Components.Rows;

/// <summary>
/// Rows as <c>src/codec/codec.cc</c> has them: field version, schema version (1, 1), total size u32, null bitmap, fixed-width columns in
/// order, one offset per text (1 to 4 bytes wide by total size, the 3-byte form big endian), the texts. Little endian otherwise.
/// Values are <see cref="bool"/>, <see cref="long"/> (every integer, a timestamp in milliseconds), <see cref="double"/>,
/// <see cref="DateOnly"/>, <see cref="string"/> or null.
/// </summary>
internal static class RowCodec
{
    private const int HeaderBytes = 6;

    public static byte[] Encode(IReadOnlyList<Column> columns, IReadOnlyList<object?> values)
    {
        var texts = columns.Select((column, i) => column.IsText ? Encoding.UTF8.GetBytes((string?)values[i] ?? "") : null).ToList();
        var (bitmap, addresses, textCount) = Layout(columns);
        var textBytes = texts.Sum(text => text?.Length ?? 0);
        var addressBytes = 1;
        while (addressBytes < 4 && Total(addressBytes) > Limit(addressBytes)) addressBytes++;

        var row = new byte[Total(addressBytes)];
        row[0] = row[1] = 1;
        BitConverter.TryWriteBytes(row.AsSpan(2), (uint)row.Length);
        var (number, address, text) = (HeaderBytes + bitmap, addresses, addresses + (addressBytes * textCount));
        for (var i = 0; i < columns.Count; i++)
        {
            if (values[i] is null) row[HeaderBytes + (i / 8)] |= (byte)(1 << (i % 8));
            if (texts[i] is { } bytes)
            {
                RowBytes.WriteAddress(row.AsSpan(address, addressBytes), text);
                bytes.CopyTo(row, text);
                address += addressBytes;
                text += bytes.Length;
            }
            else
            {
                if (values[i] is { } value) RowBytes.Write(row.AsSpan(number), columns[i], value);
                number += columns[i].Width;
            }
        }

        return row;

        int Total(int width) => addresses + (width * textCount) + textBytes;
    }

    public static object?[] Decode(IReadOnlyList<Column> columns, ReadOnlySpan<byte> row)
    {
        var (bitmap, addresses, textCount) = Layout(columns);
        var addressBytes = 1;
        while (addressBytes < 4 && row.Length > Limit(addressBytes)) addressBytes++;

        var values = new object?[columns.Count];
        var (number, text) = (HeaderBytes + bitmap, 0);
        for (var i = 0; i < columns.Count; i++)
        {
            var isNull = (row[HeaderBytes + (i / 8)] & (1 << (i % 8))) != 0;
            if (!columns[i].IsText)
            {
                values[i] = isNull ? null : RowBytes.Read(row[number..], columns[i]);
                number += columns[i].Width;
                continue;
            }

            var start = Address(row, text);
            var end = text + 1 < textCount ? Address(row, text + 1) : row.Length;
            values[i] = isNull ? null : Encoding.UTF8.GetString(row[start..end]);
            text++;
        }

        return values;

        int Address(ReadOnlySpan<byte> bytes, int n) => RowBytes.ReadAddress(bytes.Slice(addresses + (n * addressBytes), addressBytes));
    }

    /// <summary>Bytes of the null bitmap, where the text offsets begin, how many they are.</summary>
    private static (int Bitmap, int Addresses, int TextCount) Layout(IReadOnlyList<Column> columns)
    {
        var bitmap = (columns.Count + 7) / 8;
        return (bitmap, HeaderBytes + bitmap + columns.Where(c => !c.IsText).Sum(c => c.Width), columns.Count(c => c.IsText));
    }

    private static int Limit(int addressBytes) => (1 << (8 * addressBytes)) - 1;
}
