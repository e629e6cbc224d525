using System.Globalization;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// A <c>host_port</c> of master: on the wire string host, u16 port, u8 kind (1 = IPv4, 0 = invalid). The default value is the invalid one
/// (<c>src/rpc/rpc_host_port.h</c>).
/// </summary>
internal readonly record struct HostPort
{
    public const string InvalidText = "invalid host_port";
    private readonly string? _host;

    public HostPort(string host, ushort port) => (_host, Port) = (host, port);

    public string Host => _host ?? string.Empty;

    public ushort Port { get; }

    public bool IsValid => !string.IsNullOrEmpty(_host);

    /// <summary>Reads <c>host:port</c>; the invalid one for anything else.</summary>
    public static HostPort Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new HostPort(text[..colon], port)
            : default;
    }

    public override string ToString() => IsValid ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}") : InvalidText;
}
