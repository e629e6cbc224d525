using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Dropping tables.
internal sealed partial class NameserverNode
{
    private async Task DropOnTabletsAsync(TableInfo table)
    {
        foreach (var partition in table.TablePartition)
        {
            foreach (var meta in partition.PartitionMeta)
            {
                await TabletAsync(meta.Endpoint!, "DropTable", new DropTableRequest { Tid = (int)table.Tid!.Value, Pid = (int)partition.Pid!.Value });
            }
        }
    }

    private async Task<IReply> DropTableAsync(NsDropTableRequest request)
    {
        TableInfo? table;
        (string Endpoint, uint Pid)[] replicas;
        using (await _mutex.HoldAsync())
        {
            table = _tables.Find(request.Db, request.Name);
            if (table is null)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist!");
            }

            replicas = [.. table.TablePartition.SelectMany(partition => partition.PartitionMeta
                .Where(meta => meta.Alive() && IsHealthy(meta.Endpoint))
                .Select(meta => (meta.Endpoint!, partition.Pid!.Value)))];
        }

        var code = ReturnCode.Ok;
        foreach (var (endpoint, pid) in replicas)
        {
            if (await TabletAsync(endpoint, "DropTable", new DropTableRequest { Tid = (int)table.Tid!.Value, Pid = (int)pid })
                is not { Code: ReturnCode.Ok or ReturnCode.TableIsNotExist })
            {
                code = ReturnCode.DropTableError;
            }
        }

        using (await _mutex.HoldAsync())
        {
            if (await _node.ZooKeeper.DeleteAsync(TablePath(table)))
            {
                _tables.Remove(table.Db, table.Name);
            }
            else
            {
                code = ReturnCode.SetZkFailed;
            }

            foreach (var op in _lists.SelectMany(list => list).Where(op => op.Db == (request.Db ?? string.Empty) && op.Name == request.Name))
            {
                Cancel(op);
            }

            await NotifyTablesAsync();
        }

        return Reply.With(code, code == ReturnCode.Ok ? "ok" : "drop table error");
    }
}
