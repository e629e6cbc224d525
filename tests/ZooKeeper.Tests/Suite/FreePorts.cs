using System.Net;
using System.Net.NetworkInformation;

namespace Nightshift.ZooKeeper.Tests.Suite;

/// <summary>
/// Ports for servers that are killed and started again: below the range that the kernel gives to outgoing connections, so that nobody
/// takes one in between.
/// </summary>
public static class FreePorts
{
    private const int First = 20000;
    private const int Count = 12000;

    private static readonly Lock Lock = new();
    private static int _last = First + (Environment.ProcessId * 37 % Count);

    public static int Next()
    {
        lock (Lock)
        {
            var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select((IPEndPoint e) => e.Port).ToHashSet();
            do
                _last = First + ((_last - First + 1) % Count);
            while (taken.Contains(_last));
            return _last;
        }
    }
}
