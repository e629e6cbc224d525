using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Nightshift.Onebox.OpenMldb.Configuration;

namespace Nightshift.Onebox.OpenMldb;

/// <summary>Who a node is (<c>GetRealEndpoint</c> in <c>src/cmd/openmldb.cc</c>).</summary>
internal static class NodeIdentity
{
    /// <summary>
    /// Name and address: both the endpoint flag; with <c>port</c> alone the local address; with <c>use_name</c> the name from
    /// <c>&lt;data_dir&gt;/name.txt</c>, which is made when it is missing.
    /// </summary>
    public static (string Name, string RealEndpoint) Of(NodeFlags flags, string installRoot)
    {
        if (flags.Endpoint.Length > 0 || flags.Port == 0)
        {
            return (flags.Endpoint, Address(flags.Endpoint));
        }

        var local = Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(IPAddress.Loopback);
        var real = string.Create(CultureInfo.InvariantCulture, $"{local}:{flags.Port}");
        return (flags.UseName ? Name(Path.Combine(installRoot, flags.DataDir), real) : real, real);
    }

    private static string Address(string endpoint)
    {
        if (IPEndPoint.TryParse(endpoint, out _))
        {
            return endpoint;
        }

        var colon = endpoint.LastIndexOf(':');
        if (colon <= 0)
        {
            throw new NodeExitException(1, $"endpoint '{endpoint}' is no host:port");
        }

        return $"{Dns.GetHostAddresses(endpoint[..colon], AddressFamily.InterNetwork)[0]}{endpoint[colon..]}";
    }

    private static string Name(string directory, string real)
    {
        var path = Path.Combine(directory, "name.txt");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(path, real.Replace(':', '_').Replace('.', '_'));
        }

        return File.ReadAllText(path).Trim();
    }
}
