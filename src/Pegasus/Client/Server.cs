using System.Net;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Client;

/// <summary>
/// A server of the cluster as its meta server writes it. Its identity is <see cref="Name"/>: <c>host:port</c> where the meta server tells host names (the
/// generation after 2.5), else <c>ip:port</c>. Two of them are equal when their names are.
/// </summary>
/// <param name="Name">What people and other servers call it.</param>
/// <param name="Address">Where it listens; IPv4, as <c>rpc_address</c> has nothing else.</param>
/// <param name="HasHostName">Whether <paramref name="Name"/> came as <c>host_port</c>; such a name is sent back with every proposal, exactly as it came.</param>
public sealed record Server(Endpoint Name, IPEndPoint Address, bool HasHostName)
{
    public bool Equals(Server? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode();

    public override string ToString() => Name.ToString();
}
