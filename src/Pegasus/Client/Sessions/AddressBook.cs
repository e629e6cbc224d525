using System.Net;
using System.Net.Sockets;
using Nightshift.Clusters;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>
/// Where an endpoint listens: an IP address as it stands, a server of the cluster as its meta server gave it, anything else by DNS. Asked at every connect, so
/// that a name may move.
/// </summary>
internal sealed class AddressBook(ServerBook servers, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public AddressBook(ServerBook servers)
        : this(servers, static (host, token) => Dns.GetHostAddressesAsync(host, token))
    {
    }

    /// <summary>At least one, IPv4 first.</summary>
    /// <exception cref="SocketException">There is none.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> Find(Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Port == 0)
            throw new SocketException((int)SocketError.AddressNotAvailable);
        if (IPAddress.TryParse(endpoint.Host, out var literal))
            return [new IPEndPoint(literal, endpoint.Port)];
        if (servers.TryAddress(endpoint, out var known))
            return [known];
        var addresses = await resolve(endpoint.Host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return [.. addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).Select(a => new IPEndPoint(a, endpoint.Port))];
    }

    /// <exception cref="SocketException">None of the addresses takes a connection; the last one's error.</exception>
    public async Task<Socket> Connect(Endpoint endpoint, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in await Find(endpoint, cancellationToken))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, cancellationToken);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }
}
