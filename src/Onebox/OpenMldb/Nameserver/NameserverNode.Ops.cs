using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// How ops come to be. The caller holds the mutex. Where upstream ignores that an op was not created, so do the callers here.
internal sealed partial class NameserverNode
{
    /// <summary>Stands for "whichever replica is marked leader and not alive" (<c>OFFLINE_LEADER_ENDPOINT</c>).</summary>
    private const string OfflineLeaderEndpoint = "OFFLINE_LEADER_ENDPOINT";

    /// <summary><c>INVALID_PARENT_ID</c>.</summary>
    private const ulong NoParent = ulong.MaxValue;

    private enum Created
    {
        Ok,
        NoIndex,
        NoTasks,
        NotAdded,
    }

    private Task<Created> CreateOpAsync(
        OpType type, string db, string name, uint pid, object data, uint concurrency, ulong? parent = null)
        => CreateOpAsync(type, db, name, pid, Json2PbWriter.ToText(data), concurrency, parent);

    private async Task<Created> CreateOpAsync(
        OpType type, string db, string name, uint pid, string data, uint concurrency, ulong? parent = null)
    {
        if (!await SetCounterAsync(_paths.OpIndex, _opIndex + 1))
        {
            return Created.NoIndex;
        }

        _opIndex++;
        var op = new NsOp(new OpInfo
        {
            OpId = _opIndex,
            OpType = type,
            TaskIndex = 0,
            Data = data,
            TaskStatus = WorkStatus.Inited,
            StartTime = 0,
            EndTime = 0,
            Name = name,
            Pid = pid,
            ParentId = parent ?? NoParent,
            Db = db,
        });
        if (BuildTasks(op) is { } reason)
        {
            _node.Log.OpNotCreated(EnumNames.Print(type), name, pid, reason);
            return Created.NoTasks;
        }

        return await AddOpAsync(op, concurrency) ? Created.Ok : Created.NotAdded;
    }

    private async Task<bool> AddOpAsync(NsOp op, uint concurrency)
    {
        var lists = (uint)_lists.Length;
        var index = concurrency > 0 && concurrency < lists ? op.Pid % concurrency : op.Pid % lists;
        op.Info.VecIdx = index;
        if (!await _node.ZooKeeper.CreateAsync(OpPath(op.Id), Json2PbWriter.ToBytes(op.Info)))
        {
            return false;
        }

        if (op.Info.ParentId == NoParent)
        {
            _lists[index].AddLast(op);
        }
        else
        {
            var parent = _lists[index].First;
            while (parent is not null && parent.Value.Id != op.Info.ParentId)
            {
                parent = parent.Next;
            }

            if (parent is null)
            {
                return false;
            }

            _lists[index].AddAfter(parent, op);
        }

        await DropOldOpsAsync();
        _node.Log.OpAdded(op.Id, EnumNames.Print(op.Info.OpType), op.Name, op.Pid, index);
        _wake.Set();
        return true;
    }

    private string OpPath(ulong id) => $"{_paths.OpData}/{id}";

    private Task<bool> SaveOpAsync(NsOp op) => _node.ZooKeeper.SetAsync(OpPath(op.Id), Json2PbWriter.ToBytes(op.Info));

    private async Task DropOldOpsAsync()
    {
        while (_doneOps.Count > _node.Flags.MaxOpNum)
        {
            var oldest = _doneOps.First!.Value;
            if (oldest.Status == WorkStatus.Failed && !await _node.ZooKeeper.DeleteAsync(OpPath(oldest.Id)))
            {
                return;
            }

            _doneOps.RemoveFirst();
        }
    }

    private Task<Created> CreateUpdatePartitionStatusOpAsync(
        TableInfo table, uint pid, string endpoint, bool leads, bool alive, ulong? parent, uint concurrency)
        => CreateOpAsync(
            OpType.UpdatePartitionStatusOP, table.Db ?? string.Empty, table.Name!, pid,
            new EndpointStatusData { Endpoint = endpoint, IsLeader = leads, IsAlive = alive }, concurrency, parent);

    private Task<Created> CreateOfflineReplicaOpAsync(TableInfo table, uint pid, string endpoint, uint concurrency)
        => CreateOpAsync(OpType.OfflineReplicaOP, table.Db ?? string.Empty, table.Name!, pid, endpoint, concurrency);

    private Task<Created> CreateRecoverTableOpAsync(TableInfo table, uint pid, string endpoint, bool leads, ulong delta, uint concurrency)
        => CreateOpAsync(
            OpType.RecoverTableOP, table.Db ?? string.Empty, table.Name!, pid,
            new RecoverTableData { Endpoint = endpoint, IsLeader = leads, OffsetDelta = delta, Concurrency = concurrency }, concurrency);

    /// <summary>Without any alive follower on a healthy tablet there is no op, and that is no error.</summary>
    private async Task<Created> CreateChangeLeaderOpAsync(TableInfo table, uint pid, string? candidate, bool needRestore, uint concurrency)
    {
        var followers = (table.Partition(pid)?.PartitionMeta ?? [])
            .Where(meta => meta.Alive() && !meta.Leads() && IsHealthy(meta.Endpoint))
            .Select(meta => meta.Endpoint!)
            .ToList();
        if (needRestore && candidate is not null && !followers.Contains(candidate))
        {
            followers.Add(candidate);
        }

        if (followers.Count == 0)
        {
            return Created.Ok;
        }

        if (candidate is not null && !followers.Contains(candidate))
        {
            return Created.NoTasks;
        }

        var data = new ChangeLeaderData
        {
            Name = table.Name, Db = table.Db, Tid = table.Tid, Pid = pid, Follower = followers, CandidateLeader = candidate,
        };
        return await CreateOpAsync(OpType.ChangeLeaderOP, table.Db ?? string.Empty, table.Name!, pid, data, concurrency);
    }

    /// <summary>
    /// <c>RecoverOPTask</c>: ops are rebuilt from ZooKeeper. One whose tasks cannot be rebuilt is not listed any more, and its node stays.
    /// </summary>
    private async Task<bool> RecoverOpsAsync()
    {
        foreach (var list in _lists)
        {
            list.Clear();
        }

        _doneOps.Clear();
        if (await ChildrenOrNoneAsync(_paths.OpData) is not { } ids)
        {
            return false;
        }

        var found = new List<NsOp>();
        foreach (var id in ids)
        {
            if (await _node.ZooKeeper.GetAsync($"{_paths.OpData}/{id}") is not { } value)
            {
                continue;
            }

            var op = new NsOp(Json2PbReader.Read<OpInfo>(value));
            if (op.Status is WorkStatus.Done or WorkStatus.Canceled)
            {
                continue;
            }

            if (BuildTasks(op) is not null || !SkipDoneTasks(op))
            {
                _node.Log.OpLost(EnumNames.Print(op.Info.OpType), op.Id);
                continue;
            }

            found.Add(op);
        }

        foreach (var op in found.OrderBy(op => op.Info.ParentId ?? 0).ThenBy(op => op.Id))
        {
            (op.Status == WorkStatus.Failed ? _doneOps : _lists[op.Info.VecIdx ?? (op.Pid % (uint)_lists.Length)]).AddLast(op);
        }

        return true;
    }

    /// <summary>
    /// Takes off the tasks that are done. The nameserver's own tasks run again, the others wait for a tablet to report them; kChangeLeader and
    /// kDelTableInfo belong to no tablet and wait for ever.
    /// </summary>
    private static bool SkipDoneTasks(NsOp op)
    {
        if (op.Status == WorkStatus.Inited)
        {
            return true;
        }

        if (op.Info.TaskIndex >= op.Tasks.Count)
        {
            return false;
        }

        for (var done = 0; done < op.Info.TaskIndex; done++)
        {
            op.Tasks.RemoveFirst();
        }

        op.Current!.Status = op.Status == WorkStatus.Failed
            ? WorkStatus.Failed
            : op.Current.Type is TaskType.SelectLeader or TaskType.UpdateLeaderInfo or TaskType.UpdatePartitionStatus or TaskType.UpdateTableInfo
                or TaskType.RecoverTable or TaskType.AddTableInfo or TaskType.CheckBinlogSyncProgress
                ? WorkStatus.Inited
                : WorkStatus.Doing;
        return true;
    }
}
