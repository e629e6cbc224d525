using System.Text;
using Nightshift.Onebox.OpenMldb.Coordination;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// The leader lock (src/zk/dist_lock.cc): the smallest lock_request leads. Nodes of the same process are never deleted, so one that finds an
// older one of its own value first takes the lead by it, and loses it when that one expires.
internal sealed partial class NameserverNode
{
    private readonly SemaphoreSlim _election = new(1, 1);
    private LockState _lockState = LockState.Lost;
    private long _lockTerm;
    private string _lockPath = string.Empty;
    private CancellationTokenSource? _leadership;

    private enum LockState
    {
        Lost,
        Trying,
        Locked,
    }

    private async Task ElectAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _node.DelayAsync(_node.Flags.LockRetry);
            var term = _node.ZooKeeper.SessionTerm;
            if (_node.ZooKeeper.IsConnected && (_lockState == LockState.Lost || term != _lockTerm))
            {
                await RequestLockAsync(term);
            }
        }
    }

    private async Task RequestLockAsync(long term)
    {
        await _election.WaitAsync();
        try
        {
            var value = Encoding.UTF8.GetBytes(_node.Name);
            if (await _node.ZooKeeper.CreateEphemeralAsync($"{_paths.Leader}/lock_request", value, sequential: true) is not { } path)
            {
                return;
            }

            _node.Log.LockRequested(path);
            _lockPath = path;
            if (!await _node.ZooKeeper.WatchChildrenAsync(_paths.Leader, requests => _node.Background.Run(_ => LockRequestsChangedAsync(requests)))
                || await _node.ZooKeeper.ChildrenAsync(_paths.Leader) is not { } now)
            {
                return;
            }

            _lockState = LockState.Trying;
            _lockTerm = term;
            await ChooseAsync(now);
        }
        finally
        {
            _election.Release();
        }
    }

    private async Task LockRequestsChangedAsync(IReadOnlyList<string> requests)
    {
        await _election.WaitAsync();
        try
        {
            await ChooseAsync(requests);
        }
        finally
        {
            _election.Release();
        }
    }

    private async Task ChooseAsync(IReadOnlyList<string> requests)
    {
        var first = requests.Count == 0 ? string.Empty : $"{_paths.Leader}/{requests[0]}";
        if (first == _lockPath)
        {
            if (_lockState == LockState.Trying)
            {
                await TakeLockAsync();
            }

            return;
        }

        var holder = await _node.ZooKeeper.GetTextAsync(first);
        if (_lockState == LockState.Locked)
        {
            LostLock();
            _lockState = LockState.Lost;
            _node.Log.LockLost();
        }
        else if (_lockState == LockState.Trying && holder == _node.Name)
        {
            await TakeLockAsync();
        }
    }

    private async Task TakeLockAsync()
    {
        _node.Log.LockTaken(_lockPath);
        await BecomeLeaderAsync();
        _lockState = LockState.Locked;
    }

    private void LostLock()
    {
        _running = false;
        _leadership?.Cancel();
    }
}
