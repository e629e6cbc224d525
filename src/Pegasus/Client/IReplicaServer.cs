using System.Collections.Immutable;

namespace Nightshift.Pegasus.Client;

/// <summary>One replica server.</summary>
public interface IReplicaServer
{
    /// <summary>Every replica that it has or had open since its start.</summary>
    Task<ImmutableArray<ReplicaInfo>> Replicas(CancellationToken cancellationToken);

    /// <summary>Tables as the server has them, those of its replicas only.</summary>
    Task<ImmutableArray<AppInfo>> Apps(CancellationToken cancellationToken);

    /// <summary>Its data directories with the primaries and secondaries in each.</summary>
    Task<ImmutableArray<DiskInfo>> Disks(CancellationToken cancellationToken);

    /// <summary>
    /// Open, opening and closing replicas, from the metrics or from the perf counters of older servers; live. Answered as soon as the port is open: 0 while the server
    /// loads, so it says that replicas are closed only of a server that has loaded them.
    /// </summary>
    Task<ReplicaCounts> Counts(CancellationToken cancellationToken);

    /// <summary>
    /// Closes one replica, which writes its data to disk (<c>replica.kill_partition</c>). That it returns means that the server took the request. False: it has no such
    /// replica open.
    /// </summary>
    Task<bool> KillPartition(Gpid partition, CancellationToken cancellationToken);

    /// <summary>Asks for a checkpoint of every replica, which writes their data to disk while they go on serving.</summary>
    Task TriggerCheckpoint(CancellationToken cancellationToken);
}

/// <summary>What every process of a cluster answers.</summary>
public interface IServerCommands
{
    /// <summary>By the remote command <c>server-info</c>; a replica server answers it only when all its replicas are loaded.</summary>
    Task<ServerInfo> Info(CancellationToken cancellationToken);

    /// <summary>When the process began, by HTTP <c>/recentStartTime</c>, which answers as soon as the port is open.</summary>
    Task<string> RecentStartTime(CancellationToken cancellationToken);

    /// <summary>One value of the configuration that the process runs with, by HTTP <c>/config?name=</c>; null when it has no such key.</summary>
    Task<string?> Config(string name, CancellationToken cancellationToken);

    /// <summary>Changes a key that is marked mutable, by HTTP <c>/updateConfig</c>.</summary>
    Task UpdateConfig(string name, string value, CancellationToken cancellationToken);

    /// <summary>A remote command as it is; its text as it came.</summary>
    /// <exception cref="WrongRequestException">The server does not know the command.</exception>
    Task<string> Call(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
