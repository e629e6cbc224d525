using System.Text.Json.Nodes;
using Nightshift.Onebox.Components.Rows;
using Nightshift.Onebox.Deployment.Cluster;

namespace Nightshift.Onebox.Deployment.Seeding;

/// <summary>Makes database <c>demo</c> and its rows. Can be repeated after an interruption: rows that are there are not put again.</summary>
internal sealed class DemoSeeder(OneboxDescription box, ClusterApi cluster)
{
    private const int DatabaseExists = 801;
    private const int TableExists = 101;
    private const int KeyNotFound = 109;
    private const int Parallelism = 8;
    private static readonly TimeSpan TablePatience = TimeSpan.FromSeconds(60);

    public async Task SeedAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        await cluster.NameserverAsync("CreateDatabase", new JsonObject { ["db"] = DemoTable.Database }, cancellationToken, DatabaseExists);
        foreach (var table in (DemoTable[])[DemoTable.Orders.With(box.SeedPartitions), DemoTable.Audit.With(Math.Max(1, box.SeedPartitions / 2))])
        {
            await cluster.NameserverAsync("CreateTable", Definition(table), cancellationToken, TableExists);
            var partitions = await LeadersAsync(table, cancellationToken);
            var written = await PutAsync(table, partitions, cancellationToken);
            progress.Report($"{DemoTable.Database}.{table.Name}: {written} rows written");
        }
    }

    private JsonObject Definition(DemoTable table) => new()
    {
        ["table_info"] = new JsonObject
        {
            ["name"] = table.Name,
            ["db"] = DemoTable.Database,
            ["seg_cnt"] = 8,
            ["partition_num"] = table.Partitions,
            ["replica_num"] = Math.Min(table.Replicas, box.Components.Count(c => c.Component == OneboxComponent.Tablet)),
            ["format_version"] = 1,
            ["column_desc"] = new JsonArray([.. table.Columns.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["data_type"] = c.Type })]),
            ["column_key"] = new JsonArray(new JsonObject
            {
                ["index_name"] = DemoTable.Index,
                ["col_name"] = new JsonArray(table.Columns[table.Key].Name),
                ["ts_name"] = table.Columns[table.Timestamp].Name,
                // A key without ttl crashes real tablets.
                ["ttl"] = new JsonObject { ["ttl_type"] = "kAbsoluteTime", ["abs_ttl"] = 0, ["lat_ttl"] = 0 },
            }),
        },
    };

    private async Task<IReadOnlyDictionary<int, PartitionState>> LeadersAsync(DemoTable table, CancellationToken cancellationToken)
    {
        var reader = new ClusterReader(cluster);
        IReadOnlyDictionary<int, PartitionState> found = new Dictionary<int, PartitionState>();
        await cluster.WaitAsync($"table {table.Name}", TablePatience, async () =>
        {
            found = (await reader.ReadAsync(cancellationToken)).Where(p => p.Database == DemoTable.Database && p.Table == table.Name).ToDictionary(p => p.Pid);
            if (found.Count != table.Partitions) return $"{found.Count} of {table.Partitions} partitions are known";
            return found.Values.Select(p => p.Fault() is { } fault ? $"{p}: {fault}" : null).FirstOrDefault(f => f is not null);
        }, cancellationToken);
        return found;
    }

    private async Task<int> PutAsync(DemoTable table, IReadOnlyDictionary<int, PartitionState> partitions, CancellationToken cancellationToken)
    {
        var written = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, table.RowCount, parallel, async (n, token) =>
        {
            var row = table.Row(n);
            var partition = partitions[PartitionHash.Of((string)row[table.Key], table.Partitions)];
            // Replication starts at offset 0: an empty partition has no row to look for.
            if (partition.Leader!.Offset > 0 && await ExistsAsync(table, partition, row, token)) return;
            await cluster.TabletAsync(partition.Leader.Endpoint, "Put", PutRequest(table, partition, row), token);
            Interlocked.Increment(ref written);
        });
        return written;
    }

    private async Task<bool> ExistsAsync(DemoTable table, PartitionState partition, object[] row, CancellationToken cancellationToken)
    {
        var answer = await cluster.TabletAsync(partition.Leader!.Endpoint, "Get", new JsonObject
        {
            ["tid"] = partition.Tid,
            ["pid"] = partition.Pid,
            ["key"] = (string)row[table.Key],
            ["ts"] = (long)row[table.Timestamp],
            ["idx_name"] = DemoTable.Index,
        }, cancellationToken, KeyNotFound);
        return ClusterApi.Code(answer) == 0;
    }

    private static JsonObject PutRequest(DemoTable table, PartitionState partition, object[] row) => new()
    {
        ["time"] = (long)row[table.Timestamp],
        ["value"] = Convert.ToBase64String(RowCodec.Encode(table.Columns, row)),
        ["tid"] = partition.Tid,
        ["pid"] = partition.Pid,
        ["dimensions"] = new JsonArray(new JsonObject { ["key"] = (string)row[table.Key], ["idx"] = 0 }),
    };
}
