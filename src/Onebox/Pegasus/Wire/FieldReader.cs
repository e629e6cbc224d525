using System.Runtime.CompilerServices;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// Reads structs. An unknown field or a field of another type is an error: upstream would skip it, and could not skip the placeholders.
/// In <see cref="WireGeneration.Address"/> the names of servers are unknown fields, unless <paramref name="tolerant"/>: between servers of
/// both generations they are read and left aside. In <see cref="WireGeneration.HostPort"/> a server without a name keeps the invalid one, unless
/// <paramref name="tolerant"/>: then it is named by its address. One whose name is there and invalid stays without.
/// </summary>
internal sealed class FieldReader(ThriftReader reader, WireGeneration generation, bool tolerant = false) : IFields
{
    private const int Deepest = 32;
    private const short Taken = short.MinValue;
    private short _id = Taken;
    private ThriftType _type;
    private int _depth;

    private bool Names => generation == WireGeneration.HostPort || tolerant;

    /// <summary>A whole struct, with its end.</summary>
    public T Read<T>()
        where T : IThriftStruct, new()
    {
        if (++_depth > Deepest)
        {
            throw new ThriftException("structs too deep");
        }

        var message = new T();
        for (var type = reader.Type(); type != ThriftType.Stop; type = reader.Type())
        {
            (_type, _id) = (type, reader.I16());
            var id = _id;
            message.Exchange(this);
            if (_id != Taken)
            {
                throw new ThriftException($"unknown field {id} of {typeof(T).Name}");
            }
        }

        _depth--;
        _id = Taken;
        return message;
    }

    public bool Bool(short id, bool value) => Is(id, ThriftType.Bool) ? reader.Byte() != 0 : value;

    public bool? OptionalBool(short id, bool? value) => Is(id, ThriftType.Bool) ? reader.Byte() != 0 : value;

    public int I32(short id, int value) => Is(id, ThriftType.I32) ? reader.I32() : value;

    public int? OptionalI32(short id, int? value) => Is(id, ThriftType.I32) ? reader.I32() : value;

    public long I64(short id, long value) => Is(id, ThriftType.I64) ? reader.I64() : value;

    public long? OptionalI64(short id, long? value) => Is(id, ThriftType.I64) ? reader.I64() : value;

    public T Enum<T>(short id, T value)
        where T : struct, Enum
        => Is(id, ThriftType.I32) ? Member<T>() : value;

    public T? OptionalEnum<T>(short id, T? value)
        where T : struct, Enum
        => Is(id, ThriftType.I32) ? Member<T>() : value;

    public string Text(short id, string value) => Is(id, ThriftType.String) ? reader.Text() : value;

    public string? OptionalText(short id, string? value) => Is(id, ThriftType.String) ? reader.Text() : value;

    public ReadOnlyMemory<byte> Binary(short id, ReadOnlyMemory<byte> value) => Is(id, ThriftType.String) ? reader.Blob() : value;

    public ErrorCode Error(short id, ErrorCode value) => Is(id, ThriftType.Struct) ? new ErrorCode(reader.Text()) : value;

    public string TaskCode(short id, string value) => Is(id, ThriftType.Struct) ? reader.Text() : value;

    public Gpid Gpid(short id, Gpid value) => Is(id, ThriftType.Struct) ? Wire.Gpid.FromWire(reader.I64()) : value;

    public ReadOnlyMemory<byte> Blob(short id, ReadOnlyMemory<byte> value) => Is(id, ThriftType.Struct) ? reader.Blob() : value;

    public NodeAddress Address(short id, NodeAddress value)
        => Is(id, ThriftType.Struct) ? Address(RpcAddress.FromWire(reader.I64()), value.Name) : value;

    public NodeAddress HostPort(short id, NodeAddress value)
        => Names && Is(id, ThriftType.Struct) ? Named(value, Name()) : value;

    public IReadOnlyList<NodeAddress> Addresses(short id, IReadOnlyList<NodeAddress> value)
        => Is(id, ThriftType.List) ? List(ThriftType.Struct, 8, () => Address(RpcAddress.FromWire(reader.I64()), default)) : value;

    public IReadOnlyList<NodeAddress> HostPorts(short id, IReadOnlyList<NodeAddress> value)
    {
        if (!Names || !Is(id, ThriftType.List))
        {
            return value;
        }

        var names = List(ThriftType.Struct, 7, Name);
        return names.Count == value.Count
            ? [.. value.Zip(names, Named)]
            : throw new ThriftException($"{value.Count} addresses with {names.Count} names");
    }

    public T Struct<T>(short id, T value)
        where T : class, IThriftStruct, new()
        => Is(id, ThriftType.Struct) ? Read<T>() : value;

    public T? OptionalStruct<T>(short id, T? value)
        where T : class, IThriftStruct, new()
        => Is(id, ThriftType.Struct) ? Read<T>() : value;

    public IReadOnlyList<T> Structs<T>(short id, IReadOnlyList<T> value)
        where T : class, IThriftStruct, new()
        => Is(id, ThriftType.List) ? List(ThriftType.Struct, 1, Read<T>) : value;

    public IReadOnlyList<T>? OptionalStructs<T>(short id, IReadOnlyList<T>? value)
        where T : class, IThriftStruct, new()
        => Is(id, ThriftType.List) ? List(ThriftType.Struct, 1, Read<T>) : value;

    public IReadOnlyList<string> Texts(short id, IReadOnlyList<string> value)
        => Is(id, ThriftType.List) ? List(ThriftType.String, 4, reader.Text) : value;

    public IReadOnlyList<int> I32s(short id, IReadOnlyList<int> value)
        => Is(id, ThriftType.List) ? List(ThriftType.I32, 4, reader.I32) : value;

    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs(short id, IReadOnlyList<ReadOnlyMemory<byte>> value)
        => Is(id, ThriftType.List) ? List(ThriftType.Struct, 4, reader.Blob) : value;

    public IReadOnlyDictionary<string, string> Map(short id, IReadOnlyDictionary<string, string> value)
    {
        if (!Is(id, ThriftType.Map))
        {
            return value;
        }

        Expect(ThriftType.String);
        Expect(ThriftType.String);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Count(8); left > 0; left--)
        {
            map[reader.Text()] = reader.Text();
        }

        return map;
    }

    public IReadOnlyDictionary<int, IReadOnlyList<Gpid>> GpidSets(short id, IReadOnlyDictionary<int, IReadOnlyList<Gpid>> value)
    {
        if (!Is(id, ThriftType.Map))
        {
            return value;
        }

        Expect(ThriftType.I32);
        Expect(ThriftType.Set);
        var map = new Dictionary<int, IReadOnlyList<Gpid>>();
        for (var left = reader.Count(9); left > 0; left--)
        {
            map[reader.I32()] = List(ThriftType.Struct, 8, () => Wire.Gpid.FromWire(reader.I64()));
        }

        return map;
    }

    private T Member<T>()
        where T : struct, Enum
    {
        var number = reader.I32();
        return Unsafe.As<int, T>(ref number);
    }

    private NodeAddress Address(RpcAddress ip, HostPort name)
        => generation == WireGeneration.Address || (tolerant && !name.IsValid) ? NodeAddress.Of(ip) : new NodeAddress(ip, name);

    private NodeAddress Named(NodeAddress address, HostPort name)
        => generation == WireGeneration.Address ? address : new NodeAddress(address.Ip, name);

    private HostPort Name()
    {
        var host = reader.Text();
        var port = (ushort)reader.I16();
        return reader.Byte() switch
        {
            0 => default,
            1 => new HostPort(host, port),
            var kind => throw new ThriftException($"host_port of kind {kind}"),
        };
    }

    private List<T> List<T>(ThriftType type, int least, Func<T> read)
    {
        Expect(type);
        var count = reader.Count(least);
        var list = new List<T>(count);
        for (var left = count; left > 0; left--)
        {
            list.Add(read());
        }

        return list;
    }

    private void Expect(ThriftType type)
    {
        var met = reader.Type();
        if (met != type)
        {
            throw new ThriftException($"elements of type {met} where {type} belongs");
        }
    }

    private bool Is(short id, ThriftType type)
    {
        if (_id != id)
        {
            return false;
        }

        if (_type != type)
        {
            throw new ThriftException($"field {id} of type {_type} where {type} belongs");
        }

        _id = Taken;
        return true;
    }
}
