using System.Diagnostics.CodeAnalysis;

namespace Nightshift.ZooKeeper;

/// <summary>One server of an ensemble.</summary>
public sealed record ServerAddress(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>
/// The servers of an ensemble and the node that serves as root: <c>h1:2181,h2:2181,[::1]:2181/chroot</c>. A server without a port has 2181;
/// without a path the root is <c>/</c>.
/// </summary>
public sealed record ConnectString
{
    private const int DefaultPort = 2181;

    private ConnectString(IReadOnlyList<ServerAddress> servers, ZNodePath chroot) => (Servers, Chroot) = (servers, chroot);

    public IReadOnlyList<ServerAddress> Servers { get; }

    public ZNodePath Chroot { get; }

    /// <exception cref="FormatException">Names every fault of the text.</exception>
    public static ConnectString Parse(string text) => TryParse(text, out var parsed, out var faults)
        ? parsed
        : throw new FormatException($"'{text}' is no ZooKeeper connect string: {string.Join("; ", faults)}");

    /// <summary>Parses; <c>faults</c> has every fault of the text, not only the first, and is empty when it is right.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ConnectString? parsed, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var servers = ParseServers(slash < 0 ? text ?? "" : text![..slash], found);
        var chroot = ParseChroot(slash < 0 ? "/" : text![slash..], found);
        faults = found;
        parsed = found.Count == 0 ? new ConnectString(servers, chroot) : null;
        return parsed is not null;
    }

    public override string ToString() => string.Join(',', Servers) + (Chroot == ZNodePath.Root ? "" : Chroot.ToString());

    private static List<ServerAddress> ParseServers(string text, List<string> faults)
    {
        var servers = new List<ServerAddress>();
        if (text.Trim().Length == 0)
        {
            faults.Add("no server is named");
            return servers;
        }

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (ParseServer(part, faults) is not { } server)
                continue;
            if (servers.Contains(server))
                faults.Add($"server '{server}' is named twice");
            servers.Add(server);
        }

        return servers;
    }

    private static ServerAddress? ParseServer(string text, List<string> faults)
    {
        if (text.Length == 0)
        {
            faults.Add("a server is empty");
            return null;
        }

        var end = text[0] == '[' ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.IndexOf(':', Math.Max(0, end));
        var host = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        if (host.Length == 0 || host.Any(c => char.IsWhiteSpace(c) || (end < 0 && c is '[' or ']')))
            faults.Add($"'{text}' has no valid host");
        else if (colon < 0)
            return new ServerAddress(host, DefaultPort);
        else if (!int.TryParse(text[(colon + 1)..], out var port) || port is < 1 or > 65535)
            faults.Add($"'{text}' has no port between 1 and 65535");
        else
            return new ServerAddress(host, port);
        return null;
    }

    private static ZNodePath ParseChroot(string text, List<string> faults)
    {
        if (ZNodePath.Fault(text) is { } fault)
            faults.Add($"chroot '{text}': {fault}");
        return ZNodePath.TryParse(text, out var path) ? path : ZNodePath.Root;
    }
}
