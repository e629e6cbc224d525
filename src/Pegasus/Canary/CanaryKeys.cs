using System.Globalization;
using System.Text;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Canary;

/// <summary>One hash key for each partition of a table, found by search: <c>canary-17</c>. The same table always gives the same keys.</summary>
internal static class CanaryKeys
{
    /// <summary>About 9 tries for each partition find the last one too; far more mean that the hash is no hash.</summary>
    private const int TriesPerPartition = 200;

    /// <exception cref="CanaryException">No key lies in some partition.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> For(IDataTable table)
    {
        var keys = new ReadOnlyMemory<byte>?[table.PartitionCount];
        var left = keys.Length;
        for (var i = 0; left > 0; i++)
        {
            if (i > keys.Length * TriesPerPartition) throw new CanaryException($"{table.Name}: no key was found for {left} of its {keys.Length} partitions");
            var key = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"canary-{i}"));
            var partition = table.PartitionOf(key);
            if (keys[partition] is not null) continue;
            keys[partition] = key;
            left--;
        }

        return [.. keys.Select(key => key!.Value)];
    }
}
