namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>How servers are named on the wire.</summary>
internal enum WireGeneration
{
    /// <summary>Up to 2.5: <c>rpc_address</c> alone.</summary>
    Address,

    /// <summary>After 2.5 (master): <c>rpc_address</c> and <c>host_port</c>, of which the second counts.</summary>
    HostPort,
}
