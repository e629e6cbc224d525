using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Nightshift.Hosts;

/// <summary>
/// Where a machine is: a DNS name, an IP address or an alias of the user's ssh_config, with an optional user and SSH port. Shape:
/// <c>[user@]name[:port]</c>, an IPv6 address with a port in brackets. Never begins with a dash and holds no odd characters, so that it
/// cannot be read as an option or a pattern by a program that it is passed to.
/// </summary>
public sealed partial record HostAddress
{
    private HostAddress(string? user, string name, int? port) => (User, Name, Port) = (user, name, port);

    /// <summary>Login name; null: whatever ssh_config says.</summary>
    public string? User { get; }

    /// <summary>Lower case, without brackets.</summary>
    public string Name { get; }

    /// <summary>SSH port; null: whatever ssh_config says.</summary>
    public int? Port { get; }

    /// <summary>Whether the name means this machine whatever the resolver says: localhost, 127.0.0.0/8, ::1.</summary>
    public bool IsLoopback => Name is "localhost" || (IPAddress.TryParse(Name, out var ip) && IPAddress.IsLoopback(ip));

    /// <exception cref="FormatException">The text is not a host address.</exception>
    public static HostAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is not a host address: expected [user@]name[:port]");

    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HostAddress? address)
    {
        address = null;
        if (text is null || Shape().Match(text) is not { Success: true } match)
            return BareIpv6(text, out address);

        var name = match.Groups["ip6"].Success ? match.Groups["ip6"].Value : match.Groups["name"].Value;
        if (match.Groups["ip6"].Success && !IsIpv6(name))
            return false;
        if (!TryPort(match.Groups["port"], out var port))
            return false;

        var user = match.Groups["user"] is { Success: true } group ? group.Value : null;
        address = new HostAddress(user, Normal(name), port);
        return true;
    }

    public override string ToString()
    {
        var name = (User, Port) is not (null, null) && Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name;
        return (User is null ? "" : User + "@") + name + (Port is null ? "" : ":" + Port);
    }

    private static bool BareIpv6(string? text, out HostAddress? address)
    {
        address = text is not null && IsIpv6(text) ? new HostAddress(null, Normal(text), null) : null;
        return address is not null;
    }

    private static bool TryPort(Group group, out int? port)
    {
        port = null;
        if (!group.Success)
            return true;
        if (!int.TryParse(group.Value, out var number) || number is < 1 or > 65535)
            return false;
        port = number;
        return true;
    }

    private static bool IsIpv6(string text) =>
        !text.Contains('%', StringComparison.Ordinal)
        && IPAddress.TryParse(text, out var ip)
        && ip.AddressFamily == AddressFamily.InterNetworkV6;

    private static string Normal(string name) => IsIpv6(name) ? IPAddress.Parse(name).ToString() : name.ToLowerInvariant();

    [GeneratedRegex(
        @"\A(?:(?<user>[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})@)?" +
        @"(?:\[(?<ip6>[0-9A-Fa-f:.]+)\]|(?<name>[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}))" +
        @"(?::(?<port>[0-9]{1,5}))?\z")]
    private static partial Regex Shape();
}
