using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Deployment.Cluster;

/// <summary>Reads every partition of the cluster from the nameserver and the tablets.</summary>
internal sealed class ClusterReader(ClusterApi cluster)
{
    private const int NoFollower = 134;
    private const int TableMissing = 100;
    private const int IsFollower = 103;

    /// <exception cref="HttpRequestException">A nameserver or tablet did not answer.</exception>
    public async Task<IReadOnlyList<PartitionState>> ReadAsync(CancellationToken cancellationToken)
    {
        var healthy = (await cluster.NameserverAsync("ShowTablet", [], cancellationToken))["tablets"]?.AsArray()
            .Where(t => (string?)t!["state"] == "kHealthy").Select(t => (string)t!["endpoint"]!).ToList() ?? [];
        var copies = new Dictionary<(string Endpoint, long Tid, int Pid), JsonObject>();
        foreach (var tablet in healthy)
            foreach (var status in (await cluster.TabletAsync(tablet, "GetTableStatus", [], cancellationToken))["all_table_status"]?.AsArray() ?? [])
                copies[(tablet, (long)status!["tid"]!, (int)status["pid"]!)] = status.AsObject();

        var partitions = new List<PartitionState>();
        var tables = (await cluster.NameserverAsync("ShowTable", new JsonObject { ["show_all"] = true }, cancellationToken))["table_info"]?.AsArray() ?? [];
        foreach (var table in tables)
            foreach (var partition in table!["table_partition"]?.AsArray() ?? [])
                partitions.Add(await ReadAsync(table.AsObject(), partition!.AsObject(), copies, cancellationToken));
        return partitions;
    }

    /// <summary>Ops that have not ended.</summary>
    public async Task<int> OpsUnderWayAsync(CancellationToken cancellationToken) =>
        (await cluster.NameserverAsync("ShowOPStatus", [], cancellationToken))["op_status"]?.AsArray()
            .Count(op => (string?)op!["status"] is "kInited" or "kDoing") ?? 0;

    private async Task<PartitionState> ReadAsync(
        JsonObject table, JsonObject partition, Dictionary<(string, long, int), JsonObject> copies, CancellationToken cancellationToken)
    {
        var tid = (long)table["tid"]!;
        var pid = (int)partition["pid"]!;
        var replicas = (partition["partition_meta"]?.AsArray() ?? []).Select(meta =>
        {
            var endpoint = (string)meta!["endpoint"]!;
            var copy = copies.GetValueOrDefault((endpoint, tid, pid));
            return new Replica(endpoint, (bool?)meta["is_leader"] ?? false, (bool?)meta["is_alive"] ?? true,
                (string?)copy?["mode"], (string?)copy?["state"], (ulong?)copy?["offset"] ?? 0);
        }).ToList();
        var state = new PartitionState((string?)table["db"] ?? "", (string)table["name"]!, tid, pid, (string?)table["storage_mode"] ?? "kMemory",
            (ulong?)partition["term_offset"]?.AsArray().LastOrDefault()?["term"] ?? 0, replicas, new HashSet<string>());
        return replicas.Count > 1 && state.Leader is { IsServing: true } leader
            ? state with { Attached = await AttachedAsync(leader.Endpoint, tid, pid, cancellationToken) }
            : state;
    }

    private async Task<HashSet<string>> AttachedAsync(string leader, long tid, int pid, CancellationToken cancellationToken)
    {
        var answer = await cluster.TabletAsync(leader, "GetTableFollower", new JsonObject { ["tid"] = tid, ["pid"] = pid },
            cancellationToken, NoFollower, TableMissing, IsFollower);
        return [.. answer["follower_info"]?.AsArray().Select(follower => (string)follower!["endpoint"]!) ?? []];
    }
}
