using System.Net;
using System.Net.Sockets;

namespace Nightshift.Onebox.Deployment;

/// <summary>Looks at TCP ports.</summary>
internal static class Ports
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether at least one of <c>host:port[,host:port]</c> accepts connections.</summary>
    public static async Task<bool> AnyListensAsync(string addresses, CancellationToken cancellationToken)
    {
        foreach (var address in addresses.Split('/')[0].Split(','))
        {
            var colon = address.LastIndexOf(':');
            if (await ListensAsync(address[..colon], int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), cancellationToken))
                return true;
        }

        return false;
    }

    private static async Task<bool> ListensAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(host, port), deadline.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
