using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Offsets and sizes in the metadata (UpdateTableStatus): as old as the last round, absent before the first, and never saved by themselves.
internal sealed partial class NameserverNode
{
    private async Task PollTablesAsync(CancellationToken leading)
    {
        while (true)
        {
            await PollTablesOnceAsync();
            await Task.Delay(_node.Flags.GetTableStatusInterval, _node.Time, leading);
        }
    }

    private async Task PollTablesOnceAsync()
    {
        string[] tablets;
        using (await _mutex.HoldAsync())
        {
            tablets = HealthyTablets();
        }

        var seen = new Dictionary<(string Endpoint, uint Tid, uint Pid), TableStatus>();
        foreach (var endpoint in tablets)
        {
            var reply = await _node.Peers.TabletAsync<GetTableStatusResponse>(
                endpoint, "GetTableStatus", new GetTableStatusRequest(), _node.Background.Stopping);
            foreach (var status in reply is { Code: ReturnCode.Ok } ? reply.AllTableStatus : [])
            {
                seen[(endpoint, status.Tid ?? 0, status.Pid ?? 0)] = status;
            }
        }

        if (seen.Count == 0)
        {
            return;
        }

        using (await _mutex.HoldAsync())
        {
            foreach (var table in _tables.All)
            {
                foreach (var partition in table.TablePartition)
                {
                    foreach (var meta in partition.PartitionMeta)
                    {
                        var status = seen.GetValueOrDefault((meta.Endpoint!, table.Tid ?? 0, partition.Pid ?? 0));
                        meta.TabletHasPartition = status is not null;
                        if (status is not null)
                        {
                            Take(table, partition, meta, status);
                        }
                    }
                }
            }
        }
    }

    private static void Take(TableInfo table, TablePartition partition, PartitionMeta meta, TableStatus status)
    {
        var firstIndex = table.ColumnKey.Count > 0 ? table.ColumnKey[0].IndexName : null;
        var index = status.TsIdxStatus.FirstOrDefault(each => each.IdxName == firstIndex);
        meta.Offset = status.Offset;
        meta.RecordCnt = index is null ? status.RecordCnt : index.SegCnts.Aggregate(0UL, (sum, each) => sum + each);
        meta.RecordByteSize = (status.RecordByteSize ?? 0) + (status.RecordIdxByteSize ?? 0);
        meta.Diskused = status.Diskused;
        if (meta.Alive() && meta.Leads())
        {
            (partition.RecordCnt, partition.RecordByteSize, partition.Diskused) = (meta.RecordCnt, meta.RecordByteSize, meta.Diskused);
        }
    }
}
