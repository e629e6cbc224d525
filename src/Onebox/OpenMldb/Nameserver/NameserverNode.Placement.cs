using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Making tables.
internal sealed partial class NameserverNode
{
    private async Task<IReply> CreateTableAsync(NsCreateTableRequest request)
    {
        var table = MessageShape.Clone(request.TableInfo!);
        using (await _mutex.HoldAsync())
        {
            if (!string.IsNullOrEmpty(table.Db) && !_databases.Contains(table.Db))
            {
                return Reply.With(ReturnCode.DatabaseNotFound, "database not found");
            }

            if (_tables.Find(table.Db, table.Name) is not null)
            {
                return request.CreateIfNotExist == true ? Reply.Ok() : Reply.With(ReturnCode.TableAlreadyExists, "table already exists");
            }
        }

        if (TableSchemaCheck.Complete(table, _node.NowMs / 1000) is { } fault)
        {
            return Reply.With(ReturnCode.InvalidParameter, $"check TableMeta failed! {fault}");
        }

        if (table.TablePartition.Count > 0)
        {
            if (table.TablePartition.Max(each => each.Pid) != table.TablePartition.Count - 1)
            {
                return Reply.With(ReturnCode.InvalidParameter, "invalid parameter");
            }
        }
        else if (await PlaceTableAsync(table) is { } refused)
        {
            return refused;
        }

        return await MakeTableAsync(table);
    }

    /// <summary>
    /// <c>SetPartitionInfo</c>: partitions go round the healthy tablets in a shuffled order; the replica on the tablet with the fewest leaders leads.
    /// </summary>
    private async Task<GeneralResponse?> PlaceTableAsync(TableInfo table)
    {
        using (await _mutex.HoldAsync())
        {
            var tablets = HealthyTablets();
            table.PartitionNum = table.PartitionNum is > 0 and var partitions ? partitions : _node.Flags.PartitionNum;
            table.ReplicaNum = table.ReplicaNum is > 0 and var replicas ? replicas : Math.Min(_node.Flags.ReplicaNum, (uint)tablets.Length);
            if (tablets.Length < table.ReplicaNum)
            {
                return Reply.With(ReturnCode.SetPartitionInfoFailed, "healthy endpoint num is less than replica num");
            }

            if (table.ReplicaNum < 1)
            {
                return Reply.With(ReturnCode.SetPartitionInfoFailed, "replica_num cannot be less than 1");
            }

            var leaders = tablets.ToDictionary(endpoint => endpoint, LeadersOn);
            _random.Shuffle(tablets);
            var position = 0;
            for (var pid = 0U; pid < table.PartitionNum; pid++)
            {
                var replicasHere = Enumerable.Range(0, (int)table.ReplicaNum).Select(_ => tablets[position++ % tablets.Length]).ToArray();
                var leader = replicasHere.MinBy(endpoint => leaders[endpoint])!;
                leaders[leader]++;
                table.TablePartition.Add(new TablePartition
                {
                    Pid = pid,
                    PartitionMeta = [.. replicasHere.Select(endpoint => new PartitionMeta { Endpoint = endpoint, IsLeader = endpoint == leader })],
                });
            }

            return null;
        }

        int LeadersOn(string endpoint) => _tables.In(table.Db ?? string.Empty).SelectMany(each => each.TablePartition)
            .SelectMany(each => each.PartitionMeta).Count(meta => meta.Endpoint == endpoint && meta.Alive() && meta.Leads());
    }

    /// <summary><c>CreateTableInternal</c>: followers first, then leaders; what was made is dropped again on failure.</summary>
    private async Task<GeneralResponse> MakeTableAsync(TableInfo table)
    {
        ulong term;
        using (await _mutex.HoldAsync())
        {
            if (!await SetCounterAsync(_paths.TableIndex, _tableIndex + 1))
            {
                return Reply.With(ReturnCode.CreateTableFailed, "allocate table id failed!");
            }

            table.Tid = ++_tableIndex;
            term = _term;
        }

        var reply = await CreateOnTabletsAsync(table, leaders: false, term);
        if (reply.Code == ReturnCode.Ok)
        {
            reply = await CreateOnTabletsAsync(table, leaders: true, term);
        }

        if (reply.Code == ReturnCode.Ok && !await PublishAsync(table))
        {
            reply = Reply.With(ReturnCode.SetZkFailed, "set zk failed");
        }

        _node.Log.TableCreated(table.Db ?? string.Empty, table.Name ?? string.Empty, table.Tid.Value, reply.Msg ?? string.Empty);
        if (reply.Code != ReturnCode.Ok)
        {
            _ = _node.Background.Run(_ => DropOnTabletsAsync(table));
        }

        return reply;
    }

    private async Task<bool> PublishAsync(TableInfo table)
    {
        using (await _mutex.HoldAsync())
        {
            if (!await _node.ZooKeeper.CreateAsync(TablePath(table), Json2PbWriter.ToBytes(table)))
            {
                return false;
            }

            _tables.Put(table);
            await NotifyTablesAsync();
            return true;
        }
    }

    private async Task<GeneralResponse> CreateOnTabletsAsync(TableInfo table, bool leaders, ulong term)
    {
        foreach (var partition in table.TablePartition)
        {
            if (leaders)
            {
                partition.TermOffset.Add(new TermPair { Term = term, Offset = 0 });
            }

            foreach (var meta in partition.PartitionMeta.Where(meta => meta.Leads() == leaders))
            {
                var request = new CreateTableRequest { TableMeta = MetaFor(table, partition, leaders, term) };
                var reply = await IsHealthyNowAsync(meta.Endpoint) ? await TabletAsync(meta.Endpoint!, "CreateTable", request) : null;
                if (reply is not { Code: ReturnCode.Ok })
                {
                    return reply ?? Reply.With(ReturnCode.RpcError, "send request failed!");
                }
            }
        }

        return Reply.Ok();
    }

    private async Task<bool> IsHealthyNowAsync(string? endpoint)
    {
        using (await _mutex.HoldAsync())
        {
            return IsHealthy(endpoint);
        }
    }

    private static TableMeta MetaFor(TableInfo table, TablePartition partition, bool leader, ulong term) => new()
    {
        Tid = (int)table.Tid!.Value,
        Pid = (int)partition.Pid!.Value,
        Name = table.Name,
        Db = table.Db,
        SegCnt = (int)(table.SegCnt ?? 8),
        CompressType = table.CompressType ?? CompressType.NoCompress,
        StorageMode = table.StorageMode ?? StorageMode.Memory,
        KeyEntryMaxHeight = table.KeyEntryMaxHeight,
        ColumnDesc = table.ColumnDesc,
        ColumnKey = table.ColumnKey,
        Mode = leader ? TableMode.TableLeader : TableMode.TableFollower,
        Term = leader ? term : null,
        Replicas = leader ? [.. partition.PartitionMeta.Where(each => !each.Leads()).Select(each => each.Endpoint!)] : [],
    };
}
