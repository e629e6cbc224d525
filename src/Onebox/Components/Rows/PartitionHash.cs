using System.Buffers.Binary;
using System.Text;

namespace Nightshift.Onebox.Components.Rows;

/// <summary>The partition of an index key: |MurmurHash64A(key, seed 0xe17a1465)| mod partitions (<c>src/base/hash.h</c>).</summary>
internal static class PartitionHash
{
    private const ulong Seed = 0xe17a1465;
    private const ulong Multiplier = 0xc6a4a7935bd1e995;
    private const int Shift = 47;

    public static int Of(string key, int partitions)
    {
        var hash = (long)Murmur64A(Encoding.UTF8.GetBytes(key));
        return (int)((ulong)(hash < 0 ? unchecked(-hash) : hash) % (ulong)partitions);
    }

    internal static ulong Murmur64A(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var hash = Seed ^ ((ulong)data.Length * Multiplier);
            for (; data.Length >= 8; data = data[8..])
            {
                var block = BinaryPrimitives.ReadUInt64LittleEndian(data) * Multiplier;
                block = (block ^ (block >> Shift)) * Multiplier;
                hash = (hash ^ block) * Multiplier;
            }

            if (data.Length > 0)
            {
                ulong tail = 0;
                for (var i = 0; i < data.Length; i++) tail |= (ulong)data[i] << (8 * i);
                hash = (hash ^ tail) * Multiplier;
            }

            hash = (hash ^ (hash >> Shift)) * Multiplier;
            return hash ^ (hash >> Shift);
        }
    }
}
