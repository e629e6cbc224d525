using System.Text;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Canary;

/// <summary>
/// Proves the partition hash before the first write: a write whose hash does not fit its key hits a CHECK in the primary and ends the server (<c>request_key_check</c>,
/// <c>src/server/pegasus_server_write.cpp</c>). The hash is worked out here a second time, bit by bit and from the catalogue's parameters of CRC-64/NVME, and compared with
/// known values and with what the client makes of it.
/// </summary>
internal static class HashSelfCheck
{
    private const ulong Polynomial = 0x9a6c9329ac4bc9b5;

    /// <summary><c>src/utils/test/crc_test.cpp</c> and the catalogue's check value.</summary>
    private static readonly (string Key, ulong Hash)[] Known =
    [
        ("123456789", 0xae8b14860a799888),
        ("a", 0x8c2f8445b4cbfc3c),
        ("hello", 0x3377857006524257),
        ("canary", 0x471b1e7b88e9449f),
        ("", 0),
    ];

    /// <exception cref="CanaryException">The hash is not what Pegasus's is: nothing may be written.</exception>
    public static void Of(IDataTable table, IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        if (table.PartitionCount < 1) throw new CanaryException($"{table.Name} has {table.PartitionCount} partitions");
        foreach (var (key, hash) in Known)
        {
            if (Hash(Encoding.UTF8.GetBytes(key)) != hash) throw new CanaryException($"the check of the partition hash is itself at fault for '{key}'; nothing is written");
        }

        var tried = Known.Where(known => known.Key.Length > 0).Select(known => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(known.Key));
        foreach (var key in tried.Concat(keys))
        {
            var expected = (int)(Hash(key.Span) % (ulong)table.PartitionCount);
            if (table.PartitionOf(key.Span) is var partition && partition != expected)
                throw new CanaryException($"the client takes the key '{Encoding.UTF8.GetString(key.Span)}' for one of partition {partition} of {table.Name}, it is one of {expected}; nothing is written");
        }
    }

    internal static ulong Hash(ReadOnlySpan<byte> data)
    {
        var crc = ulong.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
        }

        return ~crc;
    }
}
