using System.Net;
using System.Net.Sockets;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>Ports that nobody listens on now.</summary>
internal static class FreePorts
{
    private static readonly int[] Defaults = [2181, 7527, 7528, 10921, 10922, 10923, 9080, 9902];

    /// <summary>An offset at which every default port of a box is free, below the range of outgoing connections.</summary>
    public static int Offset()
    {
        for (var offset = 1000 + (Environment.ProcessId % 150 * 100); offset < 21_000; offset += 7)
            if (Defaults.All(port => IsFree(port + offset)))
                return offset;
        throw new InvalidOperationException("no free ports");
    }

    public static int One()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
