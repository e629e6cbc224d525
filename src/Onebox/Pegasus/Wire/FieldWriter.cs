using System.Runtime.CompilerServices;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Writes structs. Names of servers (<c>host_port</c>) are written in <see cref="WireGeneration.HostPort"/> alone.</summary>
internal sealed class FieldWriter(ThriftWriter writer, WireGeneration generation) : IFields
{
    /// <summary>A whole struct, with its end.</summary>
    public void Write(IThriftStruct message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Exchange(this);
        writer.Stop();
    }

    public bool Bool(short id, bool value)
    {
        writer.Field(ThriftType.Bool, id);
        writer.Byte(value ? (byte)1 : (byte)0);
        return value;
    }

    public bool? OptionalBool(short id, bool? value) => value is { } set ? Bool(id, set) : null;

    public int I32(short id, int value)
    {
        writer.Field(ThriftType.I32, id);
        writer.I32(value);
        return value;
    }

    public int? OptionalI32(short id, int? value) => value is { } set ? I32(id, set) : null;

    public long I64(short id, long value)
    {
        writer.Field(ThriftType.I64, id);
        writer.I64(value);
        return value;
    }

    public long? OptionalI64(short id, long? value) => value is { } set ? I64(id, set) : null;

    public T Enum<T>(short id, T value)
        where T : struct, Enum
    {
        I32(id, Unsafe.As<T, int>(ref value));
        return value;
    }

    public T? OptionalEnum<T>(short id, T? value)
        where T : struct, Enum
        => value is { } set ? Enum(id, set) : null;

    public string Text(short id, string value)
    {
        writer.Field(ThriftType.String, id);
        writer.Text(value);
        return value;
    }

    public string? OptionalText(short id, string? value) => value is null ? null : Text(id, value);

    public ReadOnlyMemory<byte> Binary(short id, ReadOnlyMemory<byte> value)
    {
        writer.Field(ThriftType.String, id);
        writer.Blob(value.Span);
        return value;
    }

    public ErrorCode Error(short id, ErrorCode value)
    {
        TaskCode(id, value.Name);
        return value;
    }

    public string TaskCode(short id, string value)
    {
        writer.Field(ThriftType.Struct, id);
        writer.Text(value);
        return value;
    }

    public Gpid Gpid(short id, Gpid value)
    {
        writer.Field(ThriftType.Struct, id);
        writer.I64(value.ToWire());
        return value;
    }

    public ReadOnlyMemory<byte> Blob(short id, ReadOnlyMemory<byte> value)
    {
        writer.Field(ThriftType.Struct, id);
        writer.Blob(value.Span);
        return value;
    }

    public NodeAddress Address(short id, NodeAddress value)
    {
        writer.Field(ThriftType.Struct, id);
        writer.I64(value.Ip.ToWire());
        return value;
    }

    public NodeAddress HostPort(short id, NodeAddress value)
    {
        if (generation == WireGeneration.HostPort)
        {
            writer.Field(ThriftType.Struct, id);
            Name(value.Name);
        }

        return value;
    }

    public IReadOnlyList<NodeAddress> Addresses(short id, IReadOnlyList<NodeAddress> value)
        => List(id, ThriftType.Struct, value, each => writer.I64(each.Ip.ToWire()));

    public IReadOnlyList<NodeAddress> HostPorts(short id, IReadOnlyList<NodeAddress> value)
        => generation == WireGeneration.HostPort ? List(id, ThriftType.Struct, value, each => Name(each.Name)) : value;

    public T Struct<T>(short id, T value)
        where T : class, IThriftStruct, new()
    {
        writer.Field(ThriftType.Struct, id);
        Write(value);
        return value;
    }

    public T? OptionalStruct<T>(short id, T? value)
        where T : class, IThriftStruct, new()
        => value is null ? null : Struct(id, value);

    public IReadOnlyList<T> Structs<T>(short id, IReadOnlyList<T> value)
        where T : class, IThriftStruct, new()
        => List(id, ThriftType.Struct, value, Write);

    public IReadOnlyList<T>? OptionalStructs<T>(short id, IReadOnlyList<T>? value)
        where T : class, IThriftStruct, new()
        => value is null ? null : Structs(id, value);

    public IReadOnlyList<string> Texts(short id, IReadOnlyList<string> value) => List(id, ThriftType.String, value, writer.Text);

    public IReadOnlyList<int> I32s(short id, IReadOnlyList<int> value) => List(id, ThriftType.I32, value, writer.I32);

    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs(short id, IReadOnlyList<ReadOnlyMemory<byte>> value)
        => List(id, ThriftType.Struct, value, each => writer.Blob(each.Span));

    public IReadOnlyDictionary<string, string> Map(short id, IReadOnlyDictionary<string, string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        writer.Field(ThriftType.Map, id);
        writer.Byte((byte)ThriftType.String);
        writer.Byte((byte)ThriftType.String);
        writer.I32(value.Count);
        foreach (var (key, text) in value.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            writer.Text(key);
            writer.Text(text);
        }

        return value;
    }

    public IReadOnlyDictionary<int, IReadOnlyList<Gpid>> GpidSets(short id, IReadOnlyDictionary<int, IReadOnlyList<Gpid>> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        writer.Field(ThriftType.Map, id);
        writer.Byte((byte)ThriftType.I32);
        writer.Byte((byte)ThriftType.Set);
        writer.I32(value.Count);
        foreach (var (key, set) in value.OrderBy(each => each.Key))
        {
            writer.I32(key);
            writer.Byte((byte)ThriftType.Struct);
            writer.I32(set.Count);
            foreach (var gpid in set)
            {
                writer.I64(gpid.ToWire());
            }
        }

        return value;
    }

    private IReadOnlyList<T> List<T>(short id, ThriftType type, IReadOnlyList<T> value, Action<T> write)
    {
        writer.Field(ThriftType.List, id);
        writer.Byte((byte)type);
        writer.I32(value.Count);
        foreach (var each in value)
        {
            write(each);
        }

        return value;
    }

    private void Name(HostPort name)
    {
        writer.Text(name.Host);
        writer.I16((short)name.Port);
        writer.Byte(name.IsValid ? (byte)1 : (byte)0);
    }
}
