using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// A replica server's half of the failure detector (<c>slave_failure_detector_with_multimaster</c>): beacons to the meta that is thought to lead,
/// the next one after a failure, and the end of the lease when no beacon is acknowledged.
/// </summary>
internal sealed class FailureDetector(
    NodeAddress self, IReadOnlyList<NodeAddress> metas, ReplicaOptions options, PeerClient peers, TimeProvider time, Random random, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly long _started = time.GetUtcNow().ToUnixTimeMilliseconds();
    private NodeAddress _leader = metas[random.Next(metas.Count)];
    private TaskCompletionSource _switched = new();
    private TimeSpan _next = TimeSpan.FromMilliseconds(1);
    private long? _acknowledged;
    private bool _rejected;

    /// <summary>The meta that is thought to lead.</summary>
    public NodeAddress Leader
    {
        get
        {
            lock (_lock) return _leader;
        }
    }

    public bool IsAlive { get; private set; }

    /// <summary>Sends beacons and watches the lease until cancelled.</summary>
    public Task RunAsync(Action connected, Action disconnected, CancellationToken cancellationToken) =>
        Task.WhenAll(BeaconsAsync(connected, cancellationToken), LeaseAsync(disconnected, cancellationToken));

    private async Task BeaconsAsync(Action connected, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await PauseAsync(cancellationToken);
            NodeAddress target;
            lock (_lock)
            {
                if (_rejected) return;
                target = _leader;
                _next = options.BeaconInterval;
            }

            _ = BeaconAsync(target, connected, cancellationToken);
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource switched;
        TimeSpan span;
        lock (_lock) (switched, span) = (_switched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), _next);
        await switched.Task.WaitAsync(span, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!switched.Task.IsCompleted) return;

        // Another meta: its first beacon comes after its own pause.
        lock (_lock) span = _next;
        await Task.Delay(span, time, cancellationToken);
    }

    private async Task BeaconAsync(NodeAddress target, Action connected, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        var beacon = new BeaconMessage { Time = time.GetUtcNow().ToUnixTimeMilliseconds(), From = self, To = target, StartTime = _started };
        var reply = await peers.CallAsync<BeaconMessage, BeaconAck>(target.Ip, RpcNames.Beacon, beacon, options.BeaconInterval * 2 / 3, cancellationToken);
        if (OnReply(target, sent, reply)) connected();
    }

    /// <summary>True when the lease begins.</summary>
    private bool OnReply(NodeAddress target, long sent, PeerReply<BeaconAck> reply)
    {
        var ack = reply.Message;
        lock (_lock)
        {
            if (target != _leader) return false;
            if (ack is { IsMaster: true, Allowed: true }) return Acknowledge(sent);
            log.Pinged(target, reply.Error.Name, ack?.IsMaster ?? false, ack?.PrimaryNode ?? default);
            if (ack is { Allowed: false })
            {
                _rejected = true;
                return false;
            }

            var known = ack is null ? default : metas.FirstOrDefault(meta => meta == ack.PrimaryNode || meta.Ip == ack.PrimaryNode.Ip);
            if (known.IsValid) Switch(known, TimeSpan.Zero);
            else if (metas.Count > 1) Switch(Next(target), options.SwitchPause);
            return false;
        }
    }

    private bool Acknowledge(long sent)
    {
        if (_acknowledged is { } last && sent <= last) return false;
        _acknowledged = sent;
        if (IsAlive || time.GetElapsedTime(sent) > options.Lease) return false;
        return IsAlive = true;
    }

    private void Switch(NodeAddress meta, TimeSpan pause)
    {
        _leader = meta;
        _next = pause;
        _switched.TrySetResult();
    }

    private NodeAddress Next(NodeAddress meta)
    {
        for (var n = 0; n < metas.Count; n++)
            if (metas[n] == meta)
                return metas[(n + 1) % metas.Count];
        return metas[0];
    }

    private async Task LeaseAsync(Action disconnected, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.FailureCheckInterval, time, cancellationToken);
            lock (_lock)
            {
                if (!IsAlive || _acknowledged is not { } last || time.GetElapsedTime(last) + options.FailureCheckInterval <= options.Lease) continue;
                IsAlive = false;
            }

            disconnected();
        }
    }
}
