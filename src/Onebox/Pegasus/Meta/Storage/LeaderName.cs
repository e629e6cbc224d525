using System.Net;
using System.Net.Sockets;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary>Servers as ZooKeeper names them: <c>ip:port</c> up to 2.5, <c>host:port</c> in master.</summary>
internal static class LeaderName
{
    /// <summary>The server of that name with its address, which a host's name is resolved to; none for what is no name.</summary>
    public static NodeAddress Parse(string text)
    {
        var name = HostPort.Parse(text);
        if (!name.IsValid)
        {
            return NodeAddress.None;
        }

        var ip = RpcAddress.Parse(text);
        return new NodeAddress(ip.IsValid ? ip : Resolve(name), name);
    }

    private static RpcAddress Resolve(HostPort name)
    {
        try
        {
            var found = Dns.GetHostAddresses(name.Host, AddressFamily.InterNetwork);
            return found.Length > 0 ? RpcAddress.Of(new IPEndPoint(found[0], name.Port)) : RpcAddress.Invalid;
        }
        catch (SocketException)
        {
            return RpcAddress.Invalid;
        }
    }
}
