using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Tablet;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Running the heads of the op lists (ProcessTask, UpdateZKTaskStatus, DeleteTask).
internal sealed partial class NameserverNode
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);
    private readonly Pulse _wake = new();

    private async Task ScheduleAsync(CancellationToken leading)
    {
        while (true)
        {
            leading.ThrowIfCancellationRequested();
            var busy = await StartHeadsAsync() | await SaveProgressAsync();
            var deleted = await EndOpsAsync(leading);
            if (busy && deleted)
            {
                continue;
            }

            using var nap = CancellationTokenSource.CreateLinkedTokenSource(leading);
            await Task.WhenAny(_wake.WaitAsync(nap.Token), Task.Delay(deleted ? Step : AfterFailure, _node.Time, nap.Token));
            await nap.CancelAsync();
        }
    }

    /// <summary>Starts what the head of each list has to do next; true when it started something.</summary>
    private async Task<bool> StartHeadsAsync()
    {
        var started = false;
        using (await _mutex.HoldAsync())
        {
            foreach (var op in Heads())
            {
                if (op.Current is not { } task || op.Status is WorkStatus.Failed or WorkStatus.Canceled)
                {
                    continue;
                }

                if (op.Status == WorkStatus.Inited && !await BeginAsync(op))
                {
                    continue;
                }

                if (task.Status == WorkStatus.Inited)
                {
                    task.Status = WorkStatus.Doing;
                    _ = _node.Background.Run(_ => task.RunAsync());
                    started = true;
                }
            }
        }

        return started;
    }

    private async Task<bool> BeginAsync(NsOp op)
    {
        op.Info.StartTime = _node.NowMs / 1000;
        op.Status = WorkStatus.Doing;
        if (await SaveOpAsync(op))
        {
            return true;
        }

        op.Status = WorkStatus.Inited;
        return false;
    }

    /// <summary>Takes finished tasks off, once ZooKeeper knows; true when it took one.</summary>
    private async Task<bool> SaveProgressAsync()
    {
        var progressed = false;
        using (await _mutex.HoldAsync())
        {
            foreach (var op in Heads().Where(op => op.Current?.Status == WorkStatus.Done))
            {
                op.Info.TaskIndex++;
                if (await SaveOpAsync(op))
                {
                    op.Tasks.RemoveFirst();
                    progressed = true;
                }
                else
                {
                    op.Info.TaskIndex--;
                }
            }
        }

        return progressed;
    }

    /// <summary>Ends the ops that have no more to do, once every healthy tablet has forgotten them; false when one has not.</summary>
    private async Task<bool> EndOpsAsync(CancellationToken leading)
    {
        ulong[] ended;
        string[] tablets;
        using (await _mutex.HoldAsync())
        {
            ended = [.. Heads()
                .Where(op => op.Current is null || op.Current.Status == WorkStatus.Failed || op.Status == WorkStatus.Canceled)
                .Select(op => op.Id)];
            tablets = HealthyTablets();
        }

        if (ended.Length == 0)
        {
            return true;
        }

        var request = new DeleteTaskRequest { OpId = [.. ended] };
        var all = true;
        foreach (var endpoint in tablets)
        {
            leading.ThrowIfCancellationRequested();
            if (!await CallAsync(endpoint, "DeleteOPTask", request))
            {
                _node.Log.DeleteOpTaskFailed(endpoint);
                all = false;
            }
        }

        if (all)
        {
            await RetireAsync(ended);
        }

        return all;
    }

    private async Task RetireAsync(ulong[] ended)
    {
        using (await _mutex.HoldAsync())
        {
            foreach (var list in _lists)
            {
                foreach (var op in list.Where(op => ended.Contains(op.Id)).ToArray())
                {
                    if (await RetireAsync(op))
                    {
                        list.Remove(op);
                        _doneOps.AddLast(op);
                        _node.Log.OpEnded(op.Id, EnumNames.Print(op.Status));
                    }
                }
            }
        }
    }

    private async Task<bool> RetireAsync(NsOp op)
    {
        op.Info.EndTime = _node.NowMs / 1000;
        if (op.Current?.Status == WorkStatus.Failed)
        {
            op.Status = WorkStatus.Failed;
            await SaveOpAsync(op);
            return true;
        }

        if (!await _node.ZooKeeper.DeleteAsync(OpPath(op.Id)))
        {
            return false;
        }

        if (op.Status == WorkStatus.Doing)
        {
            op.Status = WorkStatus.Done;
            op.Tasks.Clear();
        }

        return true;
    }

    private IEnumerable<NsOp> Heads() => _lists.Where(list => list.Count > 0).Select(list => list.First!.Value);
}
