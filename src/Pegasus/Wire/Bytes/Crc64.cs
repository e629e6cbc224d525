namespace Nightshift.Pegasus.Wire;

/// <summary>
/// CRC-64/NVME, by which Pegasus places keys (<c>src/utils/crc.cpp</c>): reflected, all ones before and after. A primary that gets a write with a wrong hash ends
/// its process, so nothing is written unless <see cref="IsSound"/>.
/// </summary>
internal static class Crc64
{
    private const ulong Polynomial = 0x9a6c9329ac4bc9b5;
    private static readonly ulong[] Table = MakeTable();

    /// <summary>The known values come out.</summary>
    public static bool IsSound { get; } =
        Of("123456789"u8) == 0xae8b14860a799888 && Of("a"u8) == 0x8c2f8445b4cbfc3c && Of("hello"u8) == 0x3377857006524257
        && Of("canary"u8) == 0x471b1e7b88e9449f && Of([]) == 0;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var crc = ulong.MaxValue;
        foreach (var b in bytes)
            crc = Table[(byte)crc ^ b] ^ (crc >> 8);
        return ~crc;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            table[i] = crc;
        }

        return table;
    }
}
