using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// The nameserver's own tasks that change or read a table's metadata.
internal sealed partial class NameserverNode
{
    private async Task AddTableInfoAsync(NsOp op, NsTask task, string endpoint)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(op.Db, op.Name) is not { } table || table.Partition(op.Pid) is not { } partition)
            {
                Fail(task, "not found table");
                return;
            }

            if (partition.Replica(endpoint) is not null)
            {
                Fail(task, "follower already exists");
                return;
            }

            partition.PartitionMeta.Add(new PartitionMeta { Endpoint = endpoint, IsLeader = false, IsAlive = false });
            await EndAsync(task, await SaveTableAsync(table, notify: false));
        }
    }

    private async Task DelTableInfoAsync(NsOp op, NsTask task, string endpoint)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(op.Db, op.Name) is not { } table || table.Partition(op.Pid) is not { } partition
                || partition.Replica(endpoint) is not { } replica)
            {
                Fail(task, $"not found endpoint[{endpoint}] in partition_meta");
                return;
            }

            partition.PartitionMeta.Remove(replica);
            await EndAsync(task, await SaveTableAsync(table));
        }
    }

    private async Task UpdateTableInfoAsync(NsOp op, NsTask task, string from, string to)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(op.Db, op.Name) is not { } table || table.Partition(op.Pid)?.Replica(from) is not { } source)
            {
                Fail(task, $"has not found src_endpoint[{from}]");
                return;
            }

            var partition = table.Partition(op.Pid)!;
            if (partition.Replica(to) is { } target)
            {
                (target.IsAlive, target.IsLeader) = (true, false);
                partition.PartitionMeta.Remove(source);
            }
            else
            {
                (source.Endpoint, source.IsAlive, source.IsLeader) = (to, true, false);
            }

            await EndAsync(task, await SaveTableAsync(table));
        }
    }

    private async Task UpdatePartitionStatusAsync(NsOp op, NsTask task, string endpoint, bool leads, bool alive)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(op.Db, op.Name) is not { } table || table.Partition(op.Pid)?.Replica(endpoint) is not { } replica)
            {
                Fail(task, $"name[{op.Name}] endpoint[{endpoint}] pid[{op.Pid}] does not exist");
                return;
            }

            (replica.IsLeader, replica.IsAlive) = (leads, alive);
            await EndAsync(task, await SaveTableAsync(table));
        }
    }

    private Task EndAsync(NsTask task, bool saved)
    {
        if (saved)
        {
            Finish(task);
        }
        else
        {
            Fail(task, "set zk failed");
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Done when the follower's known offset is within the delta of the leader's; also when there is but one replica, when any replica is
    /// missing from its tablet, and when offsets are unknown. Known offsets are as old as the last poll.
    /// </summary>
    private async Task CheckProgressAsync(NsOp op, NsTask task, string follower, ulong delta)
    {
        while (true)
        {
            using (await _mutex.HoldAsync())
            {
                if (task.Status != WorkStatus.Doing)
                {
                    return;
                }

                if (_tables.Find(op.Db, op.Name) is not { } table)
                {
                    Fail(task, "not found table");
                    return;
                }

                if (table.Partition(op.Pid) is { } partition && IsCaughtUp(partition, follower, delta))
                {
                    Finish(task);
                    return;
                }
            }

            await _node.DelayAsync(_node.Flags.GetTableStatusInterval);
        }
    }

    private static bool IsCaughtUp(TablePartition partition, string follower, ulong delta)
    {
        if (partition.PartitionMeta.Count == 1)
        {
            return true;
        }

        var (leaderOffset, followerOffset) = (0UL, 0UL);
        foreach (var meta in partition.PartitionMeta)
        {
            if (meta.TabletHasPartition == false)
            {
                return true;
            }

            if (meta.Offset is not { } offset)
            {
                continue;
            }

            if (meta.Leads() && meta.Alive())
            {
                leaderOffset = offset;
            }
            else if (meta.Endpoint == follower)
            {
                followerOffset = offset;
            }
        }

        return leaderOffset <= followerOffset + delta;
    }

    /// <summary>kDelReplica: a follower that the leader does not have counts as detached at once, without a task on the tablet.</summary>
    private async Task<bool> DetachAsync(NsTask self, string leader, TableInfo table, uint pid, string endpoint, TaskInfo task)
    {
        var known = await _node.Peers.TabletAsync<GetTableFollowerResponse>(
            leader, "GetTableFollower", new PartitionRequest { Tid = table.Tid, Pid = pid }, _node.Background.Stopping);
        if (known is { Code: ReturnCode.Ok } && known.FollowerInfo.All(each => each.Endpoint != endpoint))
        {
            Finish(self);
            return true;
        }

        return await CallAsync(leader, "DelReplica", new ReplicaRequest { Tid = table.Tid, Pid = pid, Endpoint = endpoint, TaskInfo = task });
    }
}
