using System.Globalization;

namespace Nightshift.Onebox.Deployment;

/// <summary>The ports that the kernel gives to outgoing connections.</summary>
internal static class LocalPorts
{
    private const string Range = "/proc/sys/net/ipv4/ip_local_port_range";

    /// <summary>The first of them, mostly 32768; null when the kernel does not say.</summary>
    public static int? Lowest() =>
        File.Exists(Range) && int.TryParse(File.ReadAllText(Range).Split('\t', ' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var lowest) ? lowest : null;
}
