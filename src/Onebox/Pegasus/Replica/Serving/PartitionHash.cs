using System.Buffers.Binary;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// The hash that chooses a key's partition (<c>pegasus_key_hash</c> in <c>src/base/pegasus_key_schema.h</c>): CRC-64, reflected polynomial
/// 9a6c9329ac4bc9b5, over the hash key, or over the sort key when that is empty. A key is u16 length of the hash key, hash key, sort key.
/// </summary>
internal static class PartitionHash
{
    private const ulong Polynomial = 0x9a6c9329ac4bc9b5;
    private static readonly ulong[] Table = MakeTable();

    /// <summary>Null when the bytes are no key.</summary>
    public static ulong? OfKey(ReadOnlySpan<byte> key)
    {
        if (key.Length < 2) return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(key);
        if (key.Length < 2 + length) return null;
        return Crc(length > 0 ? key.Slice(2, length) : key[2..]);
    }

    public static ulong Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = ulong.MaxValue;
        foreach (var each in bytes) crc = Table[(byte)(crc ^ each)] ^ (crc >> 8);
        return ~crc;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var n = 0; n < table.Length; n++)
        {
            var crc = (ulong)n;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ Polynomial : crc >> 1;
            table[n] = crc;
        }

        return table;
    }
}
