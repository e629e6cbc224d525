using System.Net;
using System.Net.Sockets;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Bot.PlaybookTests.Boxes;

/// <summary>Finds room for one more box on this machine.</summary>
internal static class FreePorts
{
    private const int Last = 20_000;

    // As a box of the usual size listens.
    private static readonly int[] Ports = [2181, 7527, 7528, 10921, 10922, 10923, 9080, 9902];

    /// <summary>A port offset at which every port is free; below the ports that the kernel gives to outgoing connections.</summary>
    /// <exception cref="OneboxException">There is none.</exception>
    /// <param name="first">Where to begin to look.</param>
    public static int Offset(int first = 12_000)
    {
        for (var offset = first; offset < Last; offset += 100)
        {
            if (Array.TrueForAll(Ports, port => IsFree(port + offset))) return offset;
        }

        throw new OneboxException($"no free range of ports from offset {first} on; give --port-offset");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
