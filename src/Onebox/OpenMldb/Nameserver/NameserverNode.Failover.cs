namespace Nightshift.Onebox.OpenMldb.Nameserver;

// What is done about a tablet that went or came: replicas marked dead, leaders moved, replicas recovered.
internal sealed partial class NameserverNode
{
    /// <summary><c>UpdateEndpointTableAlive(false)</c>: partitions with one alive replica are left as they are.</summary>
    private async Task MarkDeadAsync(string endpoint)
    {
        foreach (var table in _tables.All)
        {
            var changed = false;
            foreach (var partition in table.TablePartition.Where(each => each.PartitionMeta.Count(meta => meta.Alive()) != 1))
            {
                foreach (var meta in partition.PartitionMeta.Where(meta => meta.Endpoint == endpoint))
                {
                    meta.IsAlive = false;
                    changed = true;
                }
            }

            if (changed)
            {
                await SaveTableAsync(table, notify: false);
            }
        }

        await NotifyTablesAsync();
    }

    /// <summary><c>OfflineEndpointInternal</c>.</summary>
    private async Task OfflineTabletAsync(string endpoint, uint concurrency)
    {
        foreach (var table in _tables.All.ToArray())
        {
            foreach (var partition in table.TablePartition.ToArray())
            {
                if (partition.PartitionMeta.Count == 1 && partition.PartitionMeta[0].Endpoint == endpoint)
                {
                    await CreateUpdatePartitionStatusOpAsync(table, partition.Pid!.Value, endpoint, true, false, null, concurrency);
                    continue;
                }

                if (partition.Replica(endpoint) is not { } replica)
                {
                    continue;
                }

                var leader = partition.PartitionMeta.LastOrDefault(each => each.Leads() && each.Alive())?.Endpoint;
                if (!replica.Leads() && leader is not null)
                {
                    await CreateOfflineReplicaOpAsync(table, partition.Pid!.Value, endpoint, concurrency);
                }
                else if (leader is null || leader == endpoint)
                {
                    await CreateChangeLeaderOpAsync(table, partition.Pid!.Value, null, needRestore: false, concurrency);
                }
            }
        }
    }

    /// <summary><c>RecoverEndpointInternal</c>: a multi-replica partition whose replica here counts as alive is left alone.</summary>
    private async Task RecoverTabletAsync(string endpoint, bool needRestore, uint concurrency)
    {
        foreach (var table in _tables.All.ToArray())
        {
            foreach (var partition in table.TablePartition.ToArray())
            {
                if (partition.Replica(endpoint) is not { } replica || (replica.Alive() && partition.PartitionMeta.Count > 1))
                {
                    continue;
                }

                var (pid, leads) = (partition.Pid!.Value, replica.Leads());
                var delta = needRestore ? 0 : _node.Flags.CheckBinlogSyncProgressDelta;
                await CreateRecoverTableOpAsync(table, pid, endpoint, leads, delta, concurrency);
                if (needRestore && leads)
                {
                    await CreateChangeLeaderOpAsync(table, pid, endpoint, needRestore: true, concurrency);
                    await CreateRecoverTableOpAsync(
                        table, pid, OfflineLeaderEndpoint, leads: true, _node.Flags.CheckBinlogSyncProgressDelta, concurrency);
                }
            }
        }
    }
}
