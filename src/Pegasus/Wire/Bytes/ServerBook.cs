using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary>
/// Every server that was read, once: thousands of partitions name the same few. Knows the address behind each name, too, so that the name of a server of the cluster
/// need not be asked of DNS.
/// </summary>
internal sealed class ServerBook
{
    private const int Limit = 100_000;
    private readonly ConcurrentDictionary<ulong, Server> _byAddress = new();
    private readonly ConcurrentDictionary<string, Server> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The server of an address and, where they are told, a host name. Null: none.</summary>
    public Server? Of(WireAddress address, string? name)
    {
        if (name is not null)
            return Named(address, name);
        return address.IsNone ? null : _byAddress.GetValueOrDefault(address.Value) ?? Add(address);
    }

    /// <exception cref="WireFormatException">There is none.</exception>
    public Server Required(WireAddress address, string? name, string what) =>
        Of(address, name) ?? throw new WireFormatException($"{what} names no server.");

    /// <summary>Where the server of that name listens, if it was read.</summary>
    public bool TryAddress(Endpoint name, [MaybeNullWhen(false)] out IPEndPoint address)
    {
        address = _byName.GetValueOrDefault(name.ToString())?.Address;
        return address is not null && !address.Address.Equals(IPAddress.Any);
    }

    /// <summary><c>host:port</c> as one text, the same one every time.</summary>
    public string Name(ReadOnlySpan<byte> host, ushort port)
    {
        if (host.Length is 0 or > 255)
            throw new WireFormatException($"A host name has {host.Length} bytes.");
        Span<char> text = stackalloc char[host.Length + 6];
        if (Encoding.ASCII.GetChars(host, text) != host.Length || !port.TryFormat(text[(host.Length + 1)..], out var digits))
            throw new WireFormatException("A host name is not understood.");
        text[host.Length] = ':';
        text = text[..(host.Length + 1 + digits)];
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
            return known;
        if (_names.Count >= Limit)
            _names.Clear();
        var name = text.ToString();
        return _names.GetOrAdd(name, name);
    }

    private Server Named(WireAddress address, string name)
    {
        var at = address.ToEndPoint();
        if (_byName.TryGetValue(name, out var known) && (address.IsNone || known.Address.Equals(at)))
            return known;
        if (!Endpoint.TryParse(name, out var endpoint) || endpoint.Port == 0)
            throw new WireFormatException("A server's host name is not understood.");
        if (_byName.Count >= Limit)
            _byName.Clear();
        return _byName[name] = new Server(endpoint, at, HasHostName: true);
    }

    private Server Add(WireAddress address)
    {
        var at = address.ToEndPoint();
        if (at.Port == 0 || !Endpoint.TryParse(at.ToString(), out var endpoint))
            throw new WireFormatException($"A server has the address {at}.");
        if (_byAddress.Count >= Limit)
            _byAddress.Clear();
        return _byAddress.GetOrAdd(address.Value, new Server(endpoint, at, HasHostName: false));
    }
}
