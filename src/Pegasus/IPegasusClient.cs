using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus;

/// <summary>Everything there is to talk to one Pegasus cluster.</summary>
public interface IPegasusClient : IAsyncDisposable
{
    /// <summary>The meta server that leads, found anew when it changes.</summary>
    IMeta Meta { get; }

    /// <summary>Every configured meta server with its standing, asked side by side; one that does not answer is listed as unreachable.</summary>
    Task<IReadOnlyList<MetaStanding>> Metas(CancellationToken cancellationToken);

    /// <summary>Commands to the process at <paramref name="server"/>, meta or replica server alike.</summary>
    IServerCommands At(Endpoint server);

    IReplicaServer Replica(Server server);

    /// <summary>The data path of one table.</summary>
    Task<IDataTable> Table(string name, CancellationToken cancellationToken);
}
