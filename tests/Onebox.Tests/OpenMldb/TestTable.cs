using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>A table of a <see cref="TestCluster"/>.</summary>
internal sealed class TestTable(TestCluster cluster, string name, uint tid)
{
    public uint Tid { get; } = tid;

    public Task<JsonNode> PutAsync(string endpoint, string key, uint pid = 0) => cluster.TabletAsync(endpoint, "Put", new
    {
        time = 1700000000000L,
        value = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key)),
        tid = Tid,
        pid,
        dimensions = new[] { new { key, idx = 0 } },
    });

    public async Task PutManyAsync(string endpoint, int count, string prefix = "k", uint pid = 0)
    {
        for (var index = 0; index < count; index++)
        {
            TestCluster.AssertOk(await PutAsync(endpoint, $"{prefix}{index}", pid));
        }
    }

    public async Task<bool> HasAsync(string endpoint, string key, uint pid = 0)
        => TestCluster.Code(await cluster.TabletAsync(endpoint, "Get", new { tid = Tid, pid, key, idx_name = "INDEX_0" })) == 0;

    /// <summary>The tablet's status of the partition; null when it has none.</summary>
    public async Task<JsonNode?> StatusAsync(string endpoint, uint pid = 0)
        => (await cluster.TabletAsync(endpoint, "GetTableStatus", new { tid = Tid, pid }))["all_table_status"]?[0];

    public async Task<ulong> OffsetAsync(string endpoint, uint pid = 0) => (ulong)((await StatusAsync(endpoint, pid))?["offset"] ?? 0);

    public Task WaitOffsetAsync(string endpoint, ulong offset, uint pid = 0)
        => TestCluster.WaitAsync($"{endpoint} has offset {offset}", async () => await OffsetAsync(endpoint, pid) == offset);

    public async Task<JsonNode> PartitionAsync(uint pid = 0)
        => (await cluster.NsAsync("GetTablePartition", new { name, pid, db = "bank" }))["table_partition"]!;

    /// <summary>The replica's entry in the metadata.</summary>
    public async Task<JsonNode?> ReplicaAsync(string endpoint, uint pid = 0)
        => (await PartitionAsync(pid))["partition_meta"]!.AsArray().FirstOrDefault(meta => (string)meta!["endpoint"]! == endpoint);

    /// <summary>The effective leader: marked leader and alive.</summary>
    public async Task<string?> LeaderAsync(uint pid = 0)
        => (string?)(await PartitionAsync(pid))["partition_meta"]!.AsArray()
            .FirstOrDefault(meta => (bool)meta!["is_leader"]! && (bool)(meta["is_alive"] ?? true))?["endpoint"];

    public Task<JsonNode> ChangeLeaderAsync(string? candidate, uint pid = 0) => cluster.NsAsync(
        "ChangeLeader", candidate is null ? new { name, pid, db = "bank" } : new { name, pid, db = "bank", candidate_leader = candidate });

    public Task<JsonNode> RecoverAsync(string endpoint, uint pid = 0) => cluster.NsAsync("RecoverTable", new { name, pid, endpoint, db = "bank" });

    public Task<JsonNode> SetAliveAsync(string endpoint, bool alive, uint pid = 0)
        => cluster.NsAsync("UpdateTableAliveStatus", new { name, endpoint, pid, is_alive = alive, db = "bank" });

    public Task<JsonNode> LoadAsync(string endpoint, string? mode = null, ulong? term = null, uint pid = 0)
    {
        var meta = new JsonObject { ["name"] = name, ["tid"] = Tid, ["pid"] = pid, ["storage_mode"] = "kMemory" };
        if (mode is not null)
        {
            meta["mode"] = mode;
        }

        if (term is not null)
        {
            meta["term"] = term;
        }

        return cluster.TabletAsync(endpoint, "LoadTable", new { table_meta = meta });
    }
}
