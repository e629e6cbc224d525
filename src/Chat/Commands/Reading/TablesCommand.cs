using System.Globalization;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class TablesCommand(ClusterChoice choice) : ClusterReadingCommand(choice)
{
    public override string Words => "tables";

    public override string Summary => "Every table: partitions, replicas, health, size";

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var tables = await cluster.TablesAsync(cancellationToken);
        var rows = tables.Select(IReadOnlyList<string> (table) =>
        [
            table.Name,
            table.Partitions.ToString(CultureInfo.InvariantCulture),
            table.Replicas.ToString(CultureInfo.InvariantCulture),
            table.Health.ToString().ToLowerInvariant(),
            Quantities.Count(table.Records),
            Quantities.Bytes(table.MemoryBytes),
            Quantities.Bytes(table.DiskBytes),
            table.Note,
        ]).ToList();
        var unhealthy = tables.Count(table => table.Health != Health.Healthy);
        return new Reply.Table($"Tables of {cluster.Name}", ["table", "partitions", "replicas", "health", "records", "memory", "disk", "note"], rows,
            unhealthy == 0 ? $"{tables.Count} tables, all healthy" : $"{tables.Count} tables, {unhealthy} not healthy");
    }
}
