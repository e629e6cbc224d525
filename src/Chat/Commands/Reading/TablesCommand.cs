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
        Column[] columns =
        [
            new("table", table => table.Name),
            new("partitions", table => table.Partitions.ToString(CultureInfo.InvariantCulture)),
            new("replicas", table => table.Replicas.ToString(CultureInfo.InvariantCulture)),
            new("health", table => table.Health.ToString().ToLowerInvariant()),
            new("records", table => Quantities.Count(table.Records), table => table.Records is not null),
            new("memory", table => Quantities.Bytes(table.MemoryBytes), table => table.MemoryBytes is not null),
            new("disk", table => Quantities.Bytes(table.DiskBytes), table => table.DiskBytes is not null),
            new("note", table => table.Note),
        ];
        var shown = columns.Where(column => column.Known is not { } known || tables.Any(known)).ToList();
        var unhealthy = tables.Count(table => table.Health != Health.Healthy);
        return new Reply.Table($"Tables of {cluster.Name}", [.. shown.Select(column => column.Head)],
            [.. tables.Select(IReadOnlyList<string> (table) => [.. shown.Select(column => column.Cell(table))])],
            unhealthy == 0 ? $"{tables.Count} tables, all healthy" : $"{tables.Count} tables, {unhealthy} not healthy");
    }

    /// <param name="Known">Whether a table tells it; a column that no table tells is not shown. Null: always shown.</param>
    private sealed record Column(string Head, Func<TableStatus, string> Cell, Func<TableStatus, bool>? Known = null);
}
