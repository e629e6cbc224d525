using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Deployment.Cluster;

/// <summary>
/// Brings back one partition: the leader is loaded as leader, copies noted as alive are loaded beside it and attached to it, the others are
/// left to the nameserver's RecoverTable. To be called with <c>auto_failover</c> off.
/// </summary>
internal sealed class PartitionRepair(ClusterApi cluster)
{
    private const int AlreadyLoaded = 101;
    private const int AlreadyLeader = 102;
    private const int AlreadyAttached = 119;
    private const int AlreadyAlive = 311;
    private const int NothingToUpdate = 321;
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(60);

    public async Task RepairAsync(PartitionState partition, CancellationToken cancellationToken)
    {
        var leader = partition.Leader ?? partition.Replicas.LastOrDefault(r => r.IsLeader)
            ?? throw new OneboxException($"{partition} has no replica that was ever its leader");
        if (!leader.IsAlive) await SetAliveAsync(partition, leader, true, cancellationToken);
        await LeadAsync(partition, leader, cancellationToken);
        var leaderOffset = await OffsetAsync(partition, leader, cancellationToken);

        foreach (var follower in partition.Replicas.Where(r => r != leader))
        {
            if (follower.IsAlive) await LoadAsync(partition, follower, Replica.FollowerMode, cancellationToken);
            if (follower.IsAlive && await OffsetAsync(partition, follower, cancellationToken) <= leaderOffset)
                await AttachAsync(partition, leader, follower, cancellationToken);
            else
                await RecoverAsync(partition, follower, cancellationToken);
        }
    }

    private async Task LeadAsync(PartitionState partition, Replica leader, CancellationToken cancellationToken)
    {
        if (leader is { IsServing: true, Mode: not Replica.LeaderMode })
        {
            var role = Key(partition);
            role["mode"] = Replica.LeaderMode;
            role["term"] = partition.Term;
            await cluster.TabletAsync(leader.Endpoint, "ChangeRole", role, cancellationToken, AlreadyLeader);
        }
        else
        {
            await LoadAsync(partition, leader, Replica.LeaderMode, cancellationToken);
        }
    }

    private async Task LoadAsync(PartitionState partition, Replica replica, string mode, CancellationToken cancellationToken)
    {
        if (replica.IsServing) return;
        var meta = Key(partition);
        meta["name"] = partition.Table;
        meta["seg_cnt"] = 8;
        meta["mode"] = mode;
        meta["term"] = partition.Term;
        meta["storage_mode"] = partition.StorageMode;
        await cluster.TabletAsync(replica.Endpoint, "LoadTable", new JsonObject { ["table_meta"] = meta }, cancellationToken, AlreadyLoaded);
        await cluster.WaitAsync($"{partition} to load on {replica.Endpoint}", LoadPatience, async () =>
        {
            var state = (string?)(await StatusAsync(partition, replica, cancellationToken))?["state"];
            return state == "kTableNormal" ? null : state ?? "not loaded";
        }, cancellationToken);
    }

    private async Task AttachAsync(PartitionState partition, Replica leader, Replica follower, CancellationToken cancellationToken)
    {
        if (partition.Attached.Contains(follower.Endpoint)) return;
        var request = Key(partition);
        request["endpoint"] = follower.Endpoint;
        await cluster.TabletAsync(leader.Endpoint, "AddReplica", request, cancellationToken, AlreadyAttached);
    }

    private async Task RecoverAsync(PartitionState partition, Replica follower, CancellationToken cancellationToken)
    {
        if (follower.IsAlive) await SetAliveAsync(partition, follower, false, cancellationToken);
        await cluster.NameserverAsync("RecoverTable", Named(partition, follower), cancellationToken, AlreadyAlive);
    }

    private Task<JsonObject> SetAliveAsync(PartitionState partition, Replica replica, bool alive, CancellationToken cancellationToken)
    {
        var request = Named(partition, replica);
        request["is_alive"] = alive;
        return cluster.NameserverAsync("UpdateTableAliveStatus", request, cancellationToken, NothingToUpdate);
    }

    private async Task<ulong> OffsetAsync(PartitionState partition, Replica replica, CancellationToken cancellationToken) =>
        (ulong?)(await StatusAsync(partition, replica, cancellationToken))?["offset"] ?? 0;

    private async Task<JsonNode?> StatusAsync(PartitionState partition, Replica replica, CancellationToken cancellationToken) =>
        (await cluster.TabletAsync(replica.Endpoint, "GetTableStatus", Key(partition), cancellationToken))["all_table_status"]?.AsArray().FirstOrDefault();

    private static JsonObject Key(PartitionState partition) => new() { ["tid"] = partition.Tid, ["pid"] = partition.Pid };

    private static JsonObject Named(PartitionState partition, Replica replica) => new()
    {
        ["name"] = partition.Table,
        ["db"] = partition.Database,
        ["pid"] = partition.Pid,
        ["endpoint"] = replica.Endpoint,
    };
}
