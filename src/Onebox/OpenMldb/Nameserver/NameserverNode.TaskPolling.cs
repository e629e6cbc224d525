using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Asking tablets about their tasks (UpdateTaskStatus). An answer that may be older than the last order given is not believed.
internal sealed partial class NameserverNode
{
    private long _rpcVersion;

    private async Task PollTasksAsync(CancellationToken leading)
    {
        while (true)
        {
            await Task.Delay(_node.Flags.GetTaskStatusInterval, _node.Time, leading);
            await PollTasksOnceAsync(recovering: false);
        }
    }

    private async Task PollTasksOnceAsync(bool recovering)
    {
        string[] tablets;
        using (await _mutex.HoldAsync())
        {
            tablets = HealthyTablets();
            FailOfflineTasks();
        }

        var version = Interlocked.Read(ref _rpcVersion);
        foreach (var endpoint in tablets)
        {
            var reply = await _node.Peers.TabletAsync<TaskStatusResponse>(endpoint, "GetTaskStatus", new EmptyRequest(), _node.Background.Stopping);
            if (reply is not { Code: ReturnCode.Ok })
            {
                continue;
            }

            using (await _mutex.HoldAsync())
            {
                if (version != Interlocked.Read(ref _rpcVersion))
                {
                    break;
                }

                foreach (var task in Heads().Select(op => op.Current).OfType<NsTask>().Where(task => task.Status == WorkStatus.Doing))
                {
                    task.Update(reply.Task, endpoint, recovering);
                }
            }
        }

        _wake.Set();
    }

    /// <summary>Tasks of a tablet that is away fail only after the heartbeat time-out.</summary>
    private void FailOfflineTasks()
    {
        var patience = (ulong)_node.Flags.TabletHeartbeatTimeout.TotalMilliseconds;
        foreach (var (endpoint, _) in _tablets.Where(each => !each.Value.IsHealthy && _node.NowMs >= each.Value.Since + patience))
        {
            foreach (var task in Heads().Select(op => op.Current).OfType<NsTask>()
                .Where(task => task.Status == WorkStatus.Doing && task.Info.Endpoint == endpoint))
            {
                Fail(task, $"tablet {endpoint} is offline");
            }
        }
    }
}
