using System.Net.NetworkInformation;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>Finds room for one more Pegasus box on this machine.</summary>
public static class PegasusPorts
{
    private const int Highest = -5_000;
    private const int Lowest = -20_000;

    // No two ports of a box are a multiple of it apart, so that no two boxes meet.
    private const int Step = 300;

    /// <summary>A port offset at which nobody listens on any port of a box, below the ports that the kernel gives to outgoing connections.</summary>
    /// <param name="seed">Where to begin to look, so that several programs look in several places; any number.</param>
    /// <param name="claim">Asked of each that is free; false where somebody else means to listen there soon. Null where nobody does.</param>
    /// <exception cref="OneboxException">There is none.</exception>
    public static int FreeOffset(int seed, Func<int, bool>? claim = null)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        var ports = PegasusTopology.Describe(new PegasusOptions { Directory = Path.GetTempPath() }).Components.Select(node => node.Port()).ToList();
        const int Steps = (Highest - Lowest) / Step;
        for (var n = 0; n < Steps; n++)
        {
            var offset = Highest - ((int)(((uint)seed + (uint)n) % Steps) * Step);
            if (!ports.Exists(port => taken.Contains(port + offset)) && claim?.Invoke(offset) is not false) return offset;
        }

        throw new OneboxException("no free range of ports for a Pegasus box; give a port offset");
    }
}
