using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>
/// The ports of one box, and nobody else's in this process as long as this lives: boxes come up side by side, and none may take what another looked at and does not listen on yet.
/// Other processes begin to look elsewhere.
/// </summary>
internal sealed class BoxPorts : IDisposable
{
    // Below the ephemeral ports: the highest port of a box with the offset stays under 32768.
    private const int Lowest = -20_000;
    private const int Highest = -3_000;

    // No two ports of a box are a multiple of it apart, so that no two boxes meet.
    private const int Step = 300;

    private static readonly int[] Ports = [22_181, 34_101, .. Enumerable.Range(34_601, 3), .. Enumerable.Range(34_801, 5)];

    private static readonly ConcurrentDictionary<int, byte> Taken = new();

    private BoxPorts(int offset) => Offset = offset;

    /// <summary>Added to every documented default port.</summary>
    public int Offset { get; }

    public static BoxPorts Take()
    {
        const int All = (Highest - Lowest) / Step;
        for (var n = 0; n < All; n++)
        {
            var offset = Lowest + ((Environment.ProcessId + n) % All * Step);
            if (!Taken.TryAdd(offset, 0)) continue;
            if (Array.TrueForAll(Ports, port => IsFree(port + offset))) return new BoxPorts(offset);
            Taken.TryRemove(offset, out _);
        }

        throw new InvalidOperationException("no free range of ports for a Pegasus box");
    }

    public void Dispose() => Taken.TryRemove(Offset, out _);

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
