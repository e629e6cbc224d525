namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// A server as messages name it: the address, and in master its name too. Two are equal when their names are; up to 2.5 the name is the
/// address. A message of master that lacks the name gives one with the invalid name: see <see cref="Named"/>.
/// </summary>
internal readonly struct NodeAddress : IEquatable<NodeAddress>
{
    public NodeAddress(RpcAddress ip, HostPort name) => (Ip, Name) = (ip, name);

    /// <summary>No server.</summary>
    public static NodeAddress None => default;

    public RpcAddress Ip { get; }

    public HostPort Name { get; }

    /// <summary>Whether it names a server: by its name, as master compares, which up to 2.5 is its address.</summary>
    public bool IsValid => Name.IsValid;

    public static bool operator ==(NodeAddress left, NodeAddress right) => left.Equals(right);

    public static bool operator !=(NodeAddress left, NodeAddress right) => !left.Equals(right);

    /// <summary>A server known by its address alone.</summary>
    public static NodeAddress Of(RpcAddress ip) => new(ip, ip.IsValid ? HostPort.Parse(ip.ToString()) : default);

    /// <summary>A server of the name <paramref name="name"/>, <c>host:port</c>, at <paramref name="ip"/>.</summary>
    public static NodeAddress Of(RpcAddress ip, string name) => new(ip, HostPort.Parse(name));

    /// <summary>Reads <c>ip:port</c>; no server for anything else.</summary>
    public static NodeAddress Parse(string text) => Of(RpcAddress.Parse(text));

    /// <summary>The same, named by its address when the message did not name it (<c>GET_HOST_PORT</c>).</summary>
    public NodeAddress Named() => Name.IsValid ? this : Of(Ip);

    public bool Equals(NodeAddress other) => Name == other.Name;

    public override bool Equals(object? obj) => obj is NodeAddress other && Equals(other);

    public override int GetHashCode() => Name.GetHashCode();

    /// <summary>The name, which up to 2.5 is <c>ip:port</c>.</summary>
    public override string ToString() => Name.ToString();
}
