using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>What a server tells of its own replicas, and when it was asked.</summary>
internal sealed class LearnerView(IReplicaServer server, Func<TimeSpan> clock)
{
    private Dictionary<Gpid, ReplicaInfo> _replicas = [];

    /// <summary>Before it was asked first: long ago.</summary>
    public TimeSpan AskedAt { get; private set; } = TimeSpan.FromDays(-1);

    public async Task Read(CancellationToken cancellationToken)
    {
        var asked = clock();
        _replicas = (await server.Replicas(cancellationToken)).ToDictionary(replica => replica.Id);
        AskedAt = asked;
    }

    /// <summary>Null: it has none, or is just opening it.</summary>
    public ReplicaInfo? Of(Gpid partition) => _replicas.GetValueOrDefault(partition);
}
