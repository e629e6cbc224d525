using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>What a partition's replica needs of its server (upstream's <c>replica_stub</c>). Everything may be called under the replica's lock.</summary>
internal interface IReplicaHost
{
    NodeAddress Self { get; }

    ReplicaOptions Options { get; }

    TimeProvider Time { get; }

    ILogger Log { get; }

    /// <summary>Whether the leading meta acknowledges beacons (<c>NS_Connected</c>).</summary>
    bool IsConnected { get; }

    IReplicaPeers Peers { get; }

    /// <summary>How many checkpoints are being learned, for <c>learn_app_max_concurrent_count</c>.</summary>
    LearnSlots LearnSlots { get; }

    /// <summary>From 0 to 99.</summary>
    int NextPercent();

    /// <summary>Does work later, unless the server stops before.</summary>
    void After(TimeSpan delay, Action work);

    /// <summary>Does work that waits, unless the server stops before.</summary>
    void Run(Func<CancellationToken, Task> work);

    /// <summary>Writes a configuration through the leading meta; an error code of the transport when it cannot be asked.</summary>
    Task<ConfigurationUpdateResponse> UpdateConfigurationAsync(ConfigurationUpdateRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the replica out of service, to be closed at once (in error) or after <c>gc_memory_replica_interval_ms</c> (inactive).</summary>
    void BeginClose(PartitionReplica replica);

    /// <summary>Ends the process, as upstream's CHECK does.</summary>
    /// <exception cref="ReplicaAbortedException">Always.</exception>
    void Abort(string reason);
}

/// <summary>The calls from replica server to replica server. None throws but for cancellation: a failed call answers its error.</summary>
internal interface IReplicaPeers
{
    Task<PrepareAck> PrepareAsync(NodeAddress node, PrepareRequest request, TimeSpan timeout, CancellationToken cancellationToken);

    Task<LearnResponse> LearnAsync(NodeAddress node, LearnRequest request, CancellationToken cancellationToken);

    Task<LearnNotifyResponse> NotifyLearnedAsync(NodeAddress node, GroupCheckResponse report, CancellationToken cancellationToken);

    Task<GroupCheckResponse> GroupCheckAsync(NodeAddress node, GroupCheckRequest request, CancellationToken cancellationToken);

    /// <summary>One way.</summary>
    void AddLearner(NodeAddress node, GroupCheckRequest request);

    /// <summary>One way.</summary>
    void RemoveReplica(NodeAddress node, ReplicaConfiguration config);
}

/// <summary>The process has ended itself.</summary>
internal sealed class ReplicaAbortedException(string message) : Exception(message);
