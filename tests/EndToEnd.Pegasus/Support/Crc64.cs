namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>CRC-64/NVME bit by bit, by which Pegasus finds the partition of a hash key; written apart from the product's.</summary>
internal static class Crc64
{
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var crc = ulong.MaxValue;
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x9a6c9329ac4bc9b5);
        }

        return ~crc;
    }
}
