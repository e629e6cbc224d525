using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary>
/// A leader's replication to one follower (<c>src/replica/replicate_node.cc</c>). It asks the follower once for its offset, which also raises
/// the follower's term, and from then on sends what comes after the last acknowledged record. A batch that failed is kept and sent again
/// unchanged; the offset is never asked for again, so a follower that comes back with its data just goes on, and one that comes back empty
/// takes later records without the earlier ones.
/// </summary>
internal sealed class ReplicationLink(Partition partition, string endpoint, NodeContext node) : IDisposable
{
    private readonly Pulse _pulse = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(node.Background.Stopping);
    private ulong _lastSynced;
    private AppendEntriesRequest? _failed;
    private Task _loop = Task.CompletedTask;

    /// <summary>Offset of the last record that the follower acknowledged; 0 before the first contact.</summary>
    public ulong LastSynced => Interlocked.Read(ref _lastSynced);

    public void Start() => _loop = node.Background.Run(RunAsync);

    public void Notify() => _pulse.Set();

    /// <summary>Ends the link; a batch under way is waited for.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _pulse.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await MatchAsync(stopping);
            while (!_stop.IsCancellationRequested)
            {
                await SyncAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            node.Log.LinkStopped(partition.Tid, partition.Pid, endpoint);
        }
    }

    private async Task MatchAsync(CancellationToken stopping)
    {
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested();
            var request = new AppendEntriesRequest { PreLogIndex = 0, Tid = partition.Tid, Pid = partition.Pid, Term = Term() };
            if (!IsStuck() && await SendAsync(request, stopping) is { Code: 0 } reply)
            {
                Interlocked.Exchange(ref _lastSynced, reply.LogOffset ?? 0);
                node.Log.LinkMatched(partition.Tid, partition.Pid, endpoint, reply.LogOffset ?? 0);
                return;
            }

            await Task.Delay(node.Flags.BinlogMatchInterval, node.Time, _stop.Token);
        }
    }

    private async Task SyncAsync(CancellationToken stopping)
    {
        while (LastSynced >= LeaderOffset())
        {
            await _pulse.WaitAsync(_stop.Token);
        }

        await DelayAsync();
        var request = _failed ?? NextBatch();
        if (request.Entries.Count == 0 || IsStuck())
        {
            await Task.Delay(node.Flags.BinlogCoffeeTime, node.Time, _stop.Token);
            return;
        }

        if (await SendAsync(request, stopping) is { Code: 0 })
        {
            Interlocked.Exchange(ref _lastSynced, request.Entries[^1].LogIndex!.Value);
            _failed = null;
            return;
        }

        _failed = request;
        await Task.Delay(node.Flags.BinlogCoffeeTime, node.Time, _stop.Token);
    }

    private AppendEntriesRequest NextBatch()
    {
        lock (partition.Gate)
        {
            var records = partition.Log.After(LastSynced, node.Flags.BinlogSyncBatchSize);
            return new AppendEntriesRequest
            {
                PreLogIndex = LastSynced,
                Tid = partition.Tid,
                Pid = partition.Pid,
                Term = partition.Term,
                Entries = [.. records.Select(record => record.ToEntry())],
            };
        }
    }

    private ulong Term()
    {
        lock (partition.Gate)
        {
            return partition.Term;
        }
    }

    private ulong LeaderOffset()
    {
        lock (partition.Gate)
        {
            return partition.Offset;
        }
    }

    private bool IsStuck() => node.Faults.Strike(FaultKind.ReplicationStuck, endpoint, $"{partition.Tid}/{partition.Pid}", partition.Name) is not null;

    private async Task DelayAsync()
    {
        var delay = node.Flags.ReplicationDelay;
        if (!node.Flags.BinlogNotifyOnPut && delay < node.Flags.BinlogSyncWaitTime)
        {
            delay = node.Flags.BinlogSyncWaitTime;
        }

        if (node.Faults.Strike(FaultKind.ReplicationLag, endpoint, $"{partition.Tid}/{partition.Pid}", partition.Name) is { DelayMs: { } lag })
        {
            delay += TimeSpan.FromMilliseconds(lag);
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, node.Time, _stop.Token);
        }
    }

    private Task<AppendEntriesResponse?> SendAsync(AppendEntriesRequest request, CancellationToken stopping)
        => node.Peers.TabletAsync<AppendEntriesResponse>(endpoint, "AppendEntries", request, stopping);
}
