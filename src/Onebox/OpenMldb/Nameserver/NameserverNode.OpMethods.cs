using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Listing, cancelling and deleting ops.
internal sealed partial class NameserverNode
{
    private async Task<IReply> ShowOPStatusAsync(ShowOPStatusRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            await DropOldOpsAsync();
            var shown = _doneOps.Concat(_lists.SelectMany(list => list))
                .Where(op => (request.OpId is null || request.OpId == op.Id)
                    && (request.Db is null || request.Db == op.Db)
                    && (request.Name is null || request.Name == op.Name)
                    && (request.Pid is null || request.Pid == op.Pid))
                .OrderBy(op => op.Id);
            return Reply.With(new ShowOPStatusResponse { OpStatus = [.. shown.Select(Shown)] }, ReturnCode.Ok, "ok");
        }
    }

    private static OpStatus Shown(NsOp op) => new()
    {
        OpId = op.Id,
        OpType = EnumNames.Print(op.Info.OpType),
        Status = EnumNames.Print(op.Status),
        StartTime = op.Info.StartTime ?? 0,
        EndTime = op.Info.EndTime ?? 0,
        TaskType = op.Current is { } task && op.Status != WorkStatus.Inited ? EnumNames.Print(task.Info.TaskType) : "-",
        Name = op.Name,
        Pid = op.Pid,
        ForReplicaCluster = 0,
        Db = op.Db,
    };

    private async Task<IReply> CancelOPAsync(NsCancelOPRequest request)
    {
        string[] tablets;
        using (await _mutex.HoldAsync())
        {
            var op = _lists.SelectMany(list => list).FirstOrDefault(each => each.Id == request.OpId);
            if (op is null || !Cancel(op))
            {
                return Reply.With(ReturnCode.OpStatusIsNotDoingOrInited, "op status is not kDoing or kInited");
            }

            tablets = HealthyTablets();
        }

        foreach (var endpoint in tablets)
        {
            await TabletAsync(endpoint, "CancelOP", new CancelOPRequest { OpId = request.OpId });
        }

        return Reply.Ok();
    }

    /// <summary>The op leaves its list once it is the head and every healthy tablet has forgotten it.</summary>
    private bool Cancel(NsOp op)
    {
        if (op.Status is not (WorkStatus.Inited or WorkStatus.Doing))
        {
            return false;
        }

        op.Status = WorkStatus.Canceled;
        foreach (var task in op.Tasks)
        {
            task.Status = WorkStatus.Canceled;
        }

        _wake.Set();
        return true;
    }

    private async Task<IReply> DeleteOPAsync(DeleteOPRequest request)
    {
        if (request.OpId is null && request.Status is null or WorkStatus.Inited or WorkStatus.Doing)
        {
            return Reply.With(ReturnCode.InvalidParameter, "cannot delete the Inited OP");
        }

        using (await _mutex.HoldAsync())
        {
            foreach (var list in _lists.Prepend(_doneOps))
            {
                foreach (var op in list.Where(op => IsMeant(op, request)).ToArray())
                {
                    if (op.Status != WorkStatus.Done && !await _node.ZooKeeper.DeleteAsync(OpPath(op.Id)))
                    {
                        return Reply.With(ReturnCode.DelZkFailed, "delete zk op_node failed");
                    }

                    list.Remove(op);
                    if (request.OpId is not null)
                    {
                        return Reply.Ok();
                    }
                }
            }
        }

        return request.OpId is null ? Reply.Ok() : Reply.With(ReturnCode.DeleteFailed, "op id does not exist");
    }

    private static bool IsMeant(NsOp op, DeleteOPRequest request)
        => request.OpId is { } id
            ? op.Id == id
            : op.Status == request.Status && (request.Db is null || request.Db == op.Db);
}
