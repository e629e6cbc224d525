using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// kRecoverTable (RecoverEndpointTable, MatchTermOffset): what the replica still has decides how it comes back.
internal sealed partial class NameserverNode
{
    private async Task RecoverTableTaskAsync(NsOp op, NsTask task, RecoverTableData data)
    {
        RecoverPlan? plan;
        using (await _mutex.HoldAsync())
        {
            plan = PlanRecovery(op, task, data.Endpoint!);
        }

        if (plan is null)
        {
            return;
        }

        var have = await _node.Peers.TabletAsync<GetTermPairResponse>(
            plan.Endpoint, "GetTermPair", Stored(plan.Table, op.Pid), _node.Background.Stopping);
        if (have is not { Code: ReturnCode.Ok })
        {
            Fail(task, $"GetTermPair failed at {plan.Endpoint}");
            return;
        }

        var concurrency = data.Concurrency ?? 0;
        if (plan.Leader is null)
        {
            using (await _mutex.HoldAsync())
            {
                await (have.HasTable == true
                    ? CreateUpdatePartitionStatusOpAsync(plan.Table, op.Pid, plan.Endpoint, true, true, op.Id, concurrency)
                    : CreateOpAsync(OpType.ReLoadTableOP, op.Db, op.Name, op.Pid, plan.Endpoint, concurrency, op.Id));
            }

            Finish(task);
            return;
        }

        await RecoverFollowerAsync(op, task, data, plan, have);
    }

    private async Task RecoverFollowerAsync(NsOp op, NsTask task, RecoverTableData data, RecoverPlan plan, GetTermPairResponse have)
    {
        var (hasTable, offset) = (have.HasTable == true, have.Offset ?? 0);
        if (hasTable && have.IsLeader == true && !await CallAsync(
            plan.Endpoint, "ChangeRole", new ChangeRoleRequest { Tid = plan.Table.Tid, Pid = op.Pid, Mode = TableMode.TableFollower }))
        {
            Fail(task, $"change role failed at {plan.Endpoint}");
            return;
        }

        if (!hasTable && !await CallAsync(
            plan.Endpoint, "DeleteBinlog", new SnapshotRequest { Tid = (int)plan.Table.Tid!, Pid = (int)op.Pid, StorageMode = plan.Table.StorageMode }))
        {
            Fail(task, $"delete binlog failed at {plan.Endpoint}");
            return;
        }

        bool match;
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(op.Db, op.Name) is not { } table)
            {
                Fail(task, "not found table");
                return;
            }

            match = Matches(table.Partition(op.Pid), hasTable, have.Term ?? 0, offset);
        }

        var leader = await _node.Peers.TabletAsync<GetManifestResponse>(
            plan.Leader!, "GetManifest", Stored(plan.Table, op.Pid), _node.Background.Stopping);
        if (leader is not { Code: ReturnCode.Ok })
        {
            Fail(task, $"get manifest failed at {plan.Leader}");
            return;
        }

        var manifest = leader.Manifest?.Offset ?? 0;
        _node.Log.Recovering(op.Id, plan.Endpoint, have.Term ?? 0, offset, hasTable, match, manifest);
        var type = (hasTable, match && offset >= manifest) switch
        {
            (true, true) => OpType.ReAddReplicaSimplifyOP,
            (true, false) => OpType.ReAddReplicaWithDropOP,
            (false, true) => OpType.ReAddReplicaNoSendOP,
            (false, false) => OpType.ReAddReplicaOP,
        };
        using (await _mutex.HoldAsync())
        {
            if (type == OpType.ReAddReplicaWithDropOP || IsHealthy(plan.Endpoint))
            {
                await CreateOpAsync(
                    type, op.Db, op.Name, op.Pid, new RecoverTableData { Endpoint = plan.Endpoint, OffsetDelta = data.OffsetDelta },
                    data.Concurrency ?? 0, op.Id);
            }
        }

        Finish(task);
    }

    private static StoredPartitionRequest Stored(TableInfo table, uint pid)
        => new() { Tid = table.Tid, Pid = pid, StorageMode = table.StorageMode ?? StorageMode.Memory };

    /// <summary>Null when the task is finished with that.</summary>
    private RecoverPlan? PlanRecovery(NsOp op, NsTask task, string endpoint)
    {
        if (_tables.Find(op.Db, op.Name) is not { } table || table.Partition(op.Pid) is not { } partition)
        {
            Fail(task, "not found table or partition");
            return null;
        }

        string? leader = null;
        foreach (var meta in partition.PartitionMeta.Where(meta => meta.Leads()))
        {
            if (meta.Alive())
            {
                leader = meta.Endpoint;
            }
            else if (endpoint == OfflineLeaderEndpoint)
            {
                endpoint = meta.Endpoint!;
            }
        }

        if (leader is not null && !IsHealthy(leader))
        {
            Fail(task, $"leader endpoint [{leader}] is offline");
            return null;
        }

        if (partition.Replica(endpoint) is not { } replica || !IsHealthy(endpoint))
        {
            Fail(task, $"endpoint [{endpoint}] has no replica or is offline");
            return null;
        }

        if (replica.Alive())
        {
            Finish(task);
            return null;
        }

        var single = partition.PartitionMeta.Count == 1;
        if (!single && leader is null)
        {
            Fail(task, "not has tablet");
            return null;
        }

        return new RecoverPlan(table, endpoint, single ? null : leader);
    }

    /// <summary>
    /// Whether what a replica has under a term is a prefix of what the leader has. Unknown term: no. Past the start of the next term: no.
    /// Before the start of its own: only when it ends right before the newest term.
    /// </summary>
    private static bool Matches(TablePartition? partition, bool hasTable, ulong term, ulong offset)
    {
        if (!hasTable && offset == 0)
        {
            return false;
        }

        var starts = new SortedDictionary<ulong, ulong>();
        foreach (var pair in partition?.TermOffset ?? [])
        {
            starts.TryAdd(pair.Term!.Value, pair.Offset!.Value);
        }

        if (!starts.TryGetValue(term, out var start))
        {
            return false;
        }

        if (start > offset)
        {
            return starts.Last().Value == offset + 1;
        }

        var later = starts.Where(each => each.Key > term).Select(each => each.Value).ToArray();
        return later.Length == 0 || later[0] > offset;
    }

    /// <summary>Leader is null for a partition with one replica.</summary>
    private sealed record RecoverPlan(TableInfo Table, string Endpoint, string? Leader);
}
