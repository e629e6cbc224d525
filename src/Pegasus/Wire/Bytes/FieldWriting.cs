namespace Nightshift.Pegasus.Wire;

/// <summary>A field's header and its value in one line.</summary>
internal static class FieldWriting
{
    public static void BoolField(this TBinaryWriter writer, short id, bool value)
    {
        writer.Field(ThriftType.Bool, id);
        writer.Bool(value);
    }

    public static void I32Field(this TBinaryWriter writer, short id, int value)
    {
        writer.Field(ThriftType.I32, id);
        writer.I32(value);
    }

    public static void I64Field(this TBinaryWriter writer, short id, long value)
    {
        writer.Field(ThriftType.I64, id);
        writer.I64(value);
    }

    public static void TextField(this TBinaryWriter writer, short id, string value)
    {
        writer.Field(ThriftType.Text, id);
        writer.Text(value);
    }

    public static void ListField<T>(this TBinaryWriter writer, short id, byte elementType, IReadOnlyCollection<T> values, Action<TBinaryWriter, T> write)
    {
        writer.Field(ThriftType.List, id);
        writer.Byte(elementType);
        writer.I32(values.Count);
        foreach (var value in values)
            write(writer, value);
    }
}
