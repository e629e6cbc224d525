using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Nightshift.Onebox.Deployment.Seeding;

/// <summary>
/// Writes rows as <c>src/codec/codec.cc</c> does: field version, schema version (1, 1), total size u32, null bitmap, fixed-width columns in
/// order, one offset per string (1 to 4 bytes wide by total size, the 3-byte form big endian), the strings. Little endian otherwise.
/// </summary>
internal static class RowCodec
{
    private const int HeaderBytes = 6;

    /// <param name="columns">The schema.</param>
    /// <param name="values">A <see cref="long"/> for <c>kBigInt</c> and <c>kTimestamp</c>, a <see cref="string"/> for <c>kString</c>.</param>
    public static byte[] Encode(IReadOnlyList<Column> columns, IReadOnlyList<object> values)
    {
        var strings = values.OfType<string>().Select(Encoding.UTF8.GetBytes).ToList();
        var fixedEnd = HeaderBytes + ((columns.Count + 7) / 8) + (8 * (columns.Count - strings.Count));
        var addressBytes = 1;
        while (Total(addressBytes) > Limit(addressBytes)) addressBytes++;

        var row = new byte[Total(addressBytes)];
        row[0] = row[1] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(2), (uint)row.Length);
        var number = HeaderBytes + ((columns.Count + 7) / 8);
        foreach (var value in values.OfType<long>())
        {
            BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(number), value);
            number += 8;
        }

        var text = fixedEnd + (addressBytes * strings.Count);
        for (var i = 0; i < strings.Count; i++)
        {
            WriteAddress(row.AsSpan(fixedEnd + (i * addressBytes), addressBytes), text);
            strings[i].CopyTo(row, text);
            text += strings[i].Length;
        }

        return row;

        int Total(int address) => fixedEnd + (address * strings.Count) + strings.Sum(s => s.Length);
    }

    private static int Limit(int addressBytes) => addressBytes switch { 1 => 0xff, 2 => 0xffff, 3 => 0xffffff, _ => int.MaxValue };

    private static void WriteAddress(Span<byte> target, int address)
    {
        switch (target.Length)
        {
            case 1: target[0] = (byte)address; break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)address); break;
            case 3: (target[0], target[1], target[2]) = ((byte)(address >> 16), (byte)(address >> 8), (byte)address); break;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)address); break;
            default: throw new ArgumentException(target.Length.ToString(CultureInfo.InvariantCulture), nameof(target));
        }
    }
}
