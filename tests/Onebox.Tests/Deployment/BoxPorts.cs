using System.Net;
using System.Net.NetworkInformation;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>Ports for whole boxes: below those that single servers of the tests take, and those of outgoing connections.</summary>
internal static class BoxPorts
{
    private static readonly int[] Defaults = [2181, 7527, 7528, 9080, 9902, 10921, 10922, 10923];

    /// <summary>An offset at which nobody listens on any default port.</summary>
    public static int FreeOffset()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select((IPEndPoint e) => e.Port).ToHashSet();
        var candidates = Enumerable.Range(0, 600).Select(n => 1000 + ((((Environment.ProcessId * 7) + n) % 600) * 13));
        return candidates.First(offset => Defaults.All(port => !taken.Contains(port + offset)));
    }
}
