using System.Collections.Immutable;

namespace Nightshift.Pegasus.Wire;

/// <summary>
/// The fields of one struct, one after the other. A field that the struct is not known to have cannot be skipped (rDSN's own types say struct and are none, so a
/// skip would go on at a wrong place), hence every field has to be read by its id and its type, and only once.
/// </summary>
/// <example><code>while (fields.Next()) switch (fields.Id) { case 1: error = fields.ErrorCode(); break; default: throw fields.Unknown(); }</code></example>
internal ref struct Fields(TBinaryReader reader, string name)
{
    private ulong _seen;
    private byte _type;

    public short Id { get; private set; }

    public readonly TBinaryReader Reader => reader;

    /// <summary>False at the end of the struct.</summary>
    public bool Next()
    {
        _type = reader.Byte();
        if (_type == ThriftType.Stop)
            return false;
        Id = reader.I16();
        if (Id is < 0 or > 63)
            throw Unknown();
        if ((_seen & (1UL << Id)) != 0)
            throw new WireFormatException($"{name} has its field {Id} twice.");
        _seen |= 1UL << Id;
        return true;
    }

    public readonly bool Bool() => Typed(ThriftType.Bool).Bool();

    public readonly int I32() => Typed(ThriftType.I32).I32();

    public readonly long I64() => Typed(ThriftType.I64).I64();

    public readonly string Text() => Typed(ThriftType.Text).Text();

    /// <summary>A number of an enum that the enum knows.</summary>
    public readonly T Enum<T>()
        where T : struct, Enum
    {
        var value = I32();
        var known = (T)System.Enum.ToObject(typeof(T), value);
        return System.Enum.IsDefined(known) ? known : throw new WireFormatException($"{name} has {value} in field {Id}, which is no {typeof(T).Name}.");
    }

    public readonly ImmutableArray<T> List<T>(byte elementType, int minBytes, Func<TBinaryReader, T> read)
    {
        var list = Typed(ThriftType.List);
        var count = list.ListHead(elementType, minBytes);
        var items = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
            items.Add(read(list));
        return items.MoveToImmutable();
    }

    /// <summary>The reader, once the type is as expected.</summary>
    public readonly TBinaryReader Typed(byte type) =>
        _type == type ? reader : throw new WireFormatException($"Field {Id} of {name} has the type {_type} instead of {type}.");

    public readonly WireFormatException Unknown() => new($"{name} has a field {Id} of type {_type}, which is not known here.");

    /// <exception cref="WireFormatException">One of the fields did not come.</exception>
    public readonly void Require(ulong ids)
    {
        if ((_seen & ids) != ids)
            throw new WireFormatException($"{name} lacks its field {System.Numerics.BitOperations.TrailingZeroCount(ids & ~_seen)}.");
    }

    /// <summary>The ids from 1 to <paramref name="last"/> as <see cref="Require"/> wants them.</summary>
    public static ulong UpTo(int last) => (2UL << last) - 2;
}
