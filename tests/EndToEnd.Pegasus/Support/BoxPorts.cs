using System.Net;
using System.Net.Sockets;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>
/// The ports of one box, and nobody else's as long as this lives: boxes come up side by side, of other test programs too, and none may take what another looked at and does not
/// listen on yet.
/// </summary>
internal sealed class BoxPorts : IDisposable
{
    // Below the ephemeral ports: the highest port of a box with the offset stays under 32768.
    private const int Lowest = -20_000;
    private const int Highest = -3_000;

    // No two ports of a box are a multiple of it apart, so that no two boxes meet.
    private const int Step = 300;

    private static readonly int[] Ports = [22_181, 34_101, .. Enumerable.Range(34_601, 3), .. Enumerable.Range(34_801, 5)];

    private readonly FileStream _taken;

    private BoxPorts(int offset, FileStream taken) => (Offset, _taken) = (offset, taken);

    /// <summary>Added to every documented default port.</summary>
    public int Offset { get; }

    public static BoxPorts Take()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "nightshift-ports")).FullName;
        const int All = (Highest - Lowest) / Step;
        for (var n = 0; n < All; n++)
        {
            var offset = Lowest + ((Environment.ProcessId + n) % All * Step);
            if (TryLock(Path.Combine(folder, $"{offset}")) is not { } taken) continue;
            if (Array.TrueForAll(Ports, port => IsFree(port + offset))) return new BoxPorts(offset, taken);
            taken.Dispose();
        }

        throw new InvalidOperationException("no free range of ports for a Pegasus box");
    }

    public void Dispose() => _taken.Dispose();

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
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
