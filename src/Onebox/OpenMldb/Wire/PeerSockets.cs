using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>The connections to other servers, to see when the other side ended one: brpc sees it at once, an HTTP client only at its next call, and then connects anew.</summary>
internal sealed class PeerSockets
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<Socket>> _open = new(StringComparer.Ordinal);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _open.GetOrAdd($"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}", _ => []).Add(socket);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Whether the other side has ended a connection since the last time this was asked.</summary>
    public bool WasClosedBy(string address)
    {
        if (!_open.TryRemove(address, out var sockets)) return false;
        var closed = false;
        foreach (var socket in sockets)
        {
            switch (Look(socket))
            {
                case true:
                    closed = true;
                    break;
                case false:
                    _open.GetOrAdd(address, _ => []).Add(socket);
                    break;
            }
        }

        return closed;
    }

    /// <summary>Null when this side has ended it. An end stays to be seen; an answer that is read between the two looks does not.</summary>
    private static bool? Look(Socket socket)
    {
        const int looks = 3;
        try
        {
            for (var look = 0; look < looks; look++)
                if (!socket.Poll(0, SelectMode.SelectRead) || socket.Available != 0) return false;
            return true;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
