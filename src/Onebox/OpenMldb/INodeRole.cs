using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb;

/// <summary>What a node does in its role.</summary>
internal interface INodeRole : IDisposable
{
    RpcService Service();

    /// <summary>What comes before the port opens.</summary>
    Task InitAsync(CancellationToken cancellationToken);

    /// <summary>What comes after the port is open.</summary>
    Task ServingAsync();
}
