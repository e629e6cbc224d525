using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Operations;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb;

/// <summary>Everything there is to talk to one OpenMLDB cluster.</summary>
public interface IOpenMldbClient : IAsyncDisposable
{
    IClusterDirectory Directory { get; }

    /// <summary>The nameserver that leads, found anew when it changes.</summary>
    INameserver Nameserver { get; }

    IServerPages Pages { get; }

    ISnapshotReader Snapshots { get; }

    IOpFollower Ops { get; }

    /// <summary>That nameserver, whether it leads or not; its calls are sent once.</summary>
    INameserver NameserverAt(Endpoint address);

    /// <summary>A tablet by its identity; a name is resolved in ZooKeeper.</summary>
    Task<ITablet> Tablet(Endpoint tablet, CancellationToken cancellationToken);

    /// <summary>A tablet whose address is known.</summary>
    ITablet TabletAt(Endpoint tablet, Endpoint address);
}
