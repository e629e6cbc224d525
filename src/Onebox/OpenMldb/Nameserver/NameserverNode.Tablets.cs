using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Tablets come and go: what this nameserver has not seen go, it does not miss when it comes.
internal sealed partial class NameserverNode
{
    private readonly Dictionary<string, string> _realEndpoints = new(StringComparer.Ordinal);

    private string Resolve(string endpoint)
    {
        lock (_realEndpoints)
        {
            return _realEndpoints.GetValueOrDefault(endpoint, endpoint);
        }
    }

    private async Task UpdateTabletsAsync(IReadOnlyList<string> nodes)
    {
        foreach (var endpoint in nodes)
        {
            if (_node.Flags.UseName && await _node.ZooKeeper.GetTextAsync($"{_paths.Names}/{endpoint}") is { } real)
            {
                lock (_realEndpoints)
                {
                    _realEndpoints[endpoint] = real;
                }
            }

            if (!_tablets.TryGetValue(endpoint, out var tablet))
            {
                _tablets.Add(endpoint, new TabletEntry { Since = _node.NowMs });
                _node.Log.TabletSeen(endpoint, "new");
                await NotifyTablesAsync();
            }
            else if (!tablet.IsHealthy)
            {
                (tablet.State, tablet.Since) = (EndpointState.Healthy, _node.NowMs);
                _node.Log.TabletSeen(endpoint, "online");
                _ = _node.Background.Run(_ => TabletOnlineAsync(endpoint));
            }
        }

        foreach (var (endpoint, tablet) in _tablets.Where(each => each.Value.IsHealthy && !nodes.Contains(each.Key)))
        {
            (tablet.State, tablet.Since) = (EndpointState.Offline, _node.NowMs);
            _node.Log.TabletSeen(endpoint, "offline");
            var known = !_offlineSince.TryAdd(endpoint, tablet.Since);
            _offlineSince[endpoint] = tablet.Since;
            if (!known && _running)
            {
                WatchOffline(endpoint);
            }
        }
    }

    private void WatchOffline(string endpoint) => _ = _node.Background.Run(async _ =>
    {
        do
        {
            await _node.DelayAsync(_node.Flags.TabletOfflineCheckInterval);
        }
        while (await WaitsOfflineAsync(endpoint, started: false));
    });

    /// <summary>Whether the tablet is still within its heartbeat time-out; after it, replicas are marked dead and leaders moved.</summary>
    private async Task<bool> WaitsOfflineAsync(string endpoint, bool started)
    {
        using (await _mutex.HoldAsync())
        {
            if (!_running || !_tablets.TryGetValue(endpoint, out var tablet) || !_offlineSince.TryGetValue(endpoint, out var since))
            {
                return false;
            }

            if ((!started && tablet.IsHealthy) || _tables.IsEmpty)
            {
                return false;
            }

            if (!started && _node.NowMs < since + (ulong)_node.Flags.TabletHeartbeatTimeout.TotalMilliseconds)
            {
                return true;
            }

            if (_autoFailover)
            {
                _node.Log.RunsOffline(endpoint);
                await MarkDeadAsync(endpoint);
                await OfflineTabletAsync(endpoint, _node.Flags.TaskConcurrency);
            }

            return false;
        }
    }

    private async Task TabletOnlineAsync(string endpoint)
    {
        if (!_running)
        {
            return;
        }

        string value;
        using (await _mutex.HoldAsync())
        {
            if (!_autoFailover)
            {
                _offlineSince.Remove(endpoint);
                return;
            }

            if (!_offlineSince.TryGetValue(endpoint, out var since))
            {
                return;
            }

            value = await _node.ZooKeeper.GetTextAsync($"{_paths.Nodes}/{endpoint}") ?? string.Empty;
            var late = _node.NowMs >= since + (ulong)_node.Flags.TabletHeartbeatTimeout.TotalMilliseconds;
            if (value.Length == 0 || _tables.IsEmpty || (!IsStartup(value) && !late))
            {
                _offlineSince.Remove(endpoint);
                return;
            }
        }

        if (IsStartup(value))
        {
            await WaitsOfflineAsync(endpoint, started: true);
        }

        using (await _mutex.HoldAsync())
        {
            _node.Log.RunsRecover(endpoint);
            await RecoverTabletAsync(endpoint, needRestore: false, _node.Flags.TaskConcurrency);
            _offlineSince.Remove(endpoint);
        }
    }

    private static bool IsStartup(string value) => value.StartsWith("startup_", StringComparison.Ordinal);

    private async Task<IReply> ShowTabletAsync(NothingRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            return Reply.With(
                new ShowTabletResponse
                {
                    Tablets = [.. _tablets.Select(each => new TabletStatus
                    {
                        Endpoint = each.Key,
                        State = EnumNames.Print(each.Value.State),
                        Age = _node.NowMs - each.Value.Since,
                        RealEndpoint = _node.Flags.UseName ? Resolve(each.Key) : null,
                    })],
                },
                ReturnCode.Ok,
                "ok");
        }
    }
}
