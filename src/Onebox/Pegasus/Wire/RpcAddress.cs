using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// An <c>rpc_address</c>: on the wire an i64 of ip, port and kind (1 = IPv4, 0 = invalid). The default value is the invalid address
/// (<c>src/runtime/rpc/rpc_address.h</c>).
/// </summary>
internal readonly record struct RpcAddress(uint Ip, ushort Port)
{
    public const string InvalidText = "invalid address";
    private const long Ipv4 = 1;

    public static RpcAddress Invalid => default;

    public bool IsValid => Ip != 0;

    public static RpcAddress FromWire(long value)
        => (value & 3) == Ipv4 ? new RpcAddress((uint)(value >>> 32), (ushort)(value >>> 16)) : default;

    public long ToWire() => IsValid ? ((long)Ip << 32) | ((long)Port << 16) | Ipv4 : 0;

    /// <summary>Reads <c>ip:port</c>; the invalid address for anything else, as <c>rpc_address::from_host_port</c> does.</summary>
    public static RpcAddress Parse(string text)
        => IPEndPoint.TryParse(text, out var endpoint) && endpoint.AddressFamily == AddressFamily.InterNetwork && endpoint.Port > 0
            ? Of(endpoint)
            : default;

    public static RpcAddress Of(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Span<byte> bytes = stackalloc byte[4];
        endpoint.Address.MapToIPv4().TryWriteBytes(bytes, out _);
        return new RpcAddress(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)endpoint.Port);
    }

    public IPEndPoint ToEndPoint()
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, Ip);
        return new IPEndPoint(new IPAddress(bytes), Port);
    }

    public override string ToString() => IsValid
        ? string.Create(CultureInfo.InvariantCulture, $"{Ip >> 24}.{(Ip >> 16) & 255}.{(Ip >> 8) & 255}.{Ip & 255}:{Port}")
        : InvalidText;
}
