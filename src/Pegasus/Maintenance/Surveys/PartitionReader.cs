using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Reads the newest configuration of some partitions, one call per table.</summary>
internal sealed class PartitionReader(IMeta meta)
{
    /// <summary>A partition that is missing in the answer has no entry: its table was dropped.</summary>
    public async Task<IReadOnlyDictionary<Gpid, PartitionConfig>> Read(IEnumerable<TablePartition> partitions, CancellationToken cancellationToken)
    {
        var tables = partitions.Distinct().GroupBy(partition => partition.Table, partition => partition.Id);
        var answers = await Task.WhenAll(tables.Select(table => Table(table.Key, [.. table], cancellationToken)));
        return answers.SelectMany(answer => answer).ToDictionary(config => config.Id);
    }

    private async Task<IEnumerable<PartitionConfig>> Table(string table, IReadOnlyList<Gpid> partitions, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await meta.QueryConfig(table, [.. partitions.Select(partition => partition.Index)], cancellationToken);
            return answer.Partitions.Where(config => partitions.Contains(config.Id));
        }
        catch (RefusedByClusterException e) when (e.Error is ErrorNames.AppNotExist or ErrorNames.ObjectNotFound)
        {
            return [];
        }
    }
}
