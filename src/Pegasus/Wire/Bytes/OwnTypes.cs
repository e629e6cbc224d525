using System.Buffers.Binary;
using System.Net;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary>rDSN's own types: their fields say struct, their bytes are none (<c>src/common/serialization_helper/thrift_helper.h</c>).</summary>
internal static class OwnTypes
{
    /// <summary>Bytes of an <c>rpc_address</c> and of a <c>gpid</c>.</summary>
    public const int AddressBytes = 8;

    /// <summary>The least that a <c>host_port</c> takes.</summary>
    public const int MinHostPortBytes = 7;

    /// <summary>The least that a text takes.</summary>
    public const int MinTextBytes = 4;
    private const int MaxErrorLength = 64;

    /// <summary><c>error_code</c>: its name.</summary>
    public static string ErrorCode(this in Fields fields) => Error(fields.Typed(ThriftType.Struct));

    public static string Error(TBinaryReader reader)
    {
        var name = reader.Text();
        return name.Length is > 0 and <= MaxErrorLength && !name.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? name
            : throw new WireFormatException("The name of an error is empty, too long, or not printable.");
    }

    /// <summary><c>gpid</c>: partition index in the upper half, app id in the lower.</summary>
    public static Gpid Gpid(this in Fields fields) => Gpid(fields.Typed(ThriftType.Struct));

    public static Gpid Gpid(TBinaryReader reader) => reader.I64() is var value ? new Gpid((int)value, (int)(value >> 32)) : default;

    public static void Gpid(this TBinaryWriter writer, Gpid id) => writer.I64(((long)id.Index << 32) | (uint)id.AppId);

    /// <summary><c>rpc_address</c>: IPv4, port, kind (1, or 0 for none).</summary>
    public static WireAddress Address(this in Fields fields) => Address(fields.Typed(ThriftType.Struct));

    public static WireAddress Address(TBinaryReader reader)
    {
        var value = (ulong)reader.I64();
        return (value & 0xffff) switch
        {
            1 => new WireAddress(value),
            0 => default,
            var kind => throw new WireFormatException($"An rpc_address is of kind {kind}."),
        };
    }

    public static void Address(this TBinaryWriter writer, IPEndPoint address)
    {
        Span<byte> ip = stackalloc byte[4];
        if (!address.Address.TryWriteBytes(ip, out var written) || written != 4)
            throw new ArgumentException($"{address} is no IPv4 address.", nameof(address));
        writer.I64(((long)BinaryPrimitives.ReadUInt32BigEndian(ip) << 32) | ((long)address.Port << 16) | 1);
    }

    /// <summary><c>host_port</c>: host, u16 port, u8 kind (1, or 0 for none). Null: none.</summary>
    public static string? HostPort(this in Fields fields, ServerBook servers) => HostPort(fields.Typed(ThriftType.Struct), servers);

    public static string? HostPort(TBinaryReader reader, ServerBook servers)
    {
        var host = reader.Bytes();
        var port = (ushort)reader.I16();
        return reader.Byte() switch
        {
            0 => null,
            1 => servers.Name(host, port),
            var kind => throw new WireFormatException($"A host_port is of kind {kind}."),
        };
    }

    public static void HostPort(this TBinaryWriter writer, Clusters.Endpoint name)
    {
        writer.Text(name.Host);
        writer.I16((short)name.Port);
        writer.Byte(1);
    }

    /// <summary><c>blob</c>: i32 length and bytes.</summary>
    public static byte[] Blob(this in Fields fields) => fields.Typed(ThriftType.Struct).Bytes().ToArray();
}

/// <summary>An <c>rpc_address</c> as it came; 0 is none.</summary>
internal readonly record struct WireAddress(ulong Value)
{
    public bool IsNone => Value == 0;

    public IPEndPoint ToEndPoint()
    {
        Span<byte> ip = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(ip, (uint)(Value >> 32));
        return new IPEndPoint(new IPAddress(ip), (int)(Value >> 16) & 0xffff);
    }
}
