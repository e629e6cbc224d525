using System.Text.Json;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>Single values for the hand-written converters; all fail with <see cref="JsonException"/>.</summary>
internal static class JsonFields
{
    /// <summary>A 64-bit number, or null for a JSON null. Servers write numbers; decimal strings are accepted.</summary>
    public static ulong? ReadUInt64(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetUInt64(out var number) => number,
        JsonTokenType.String when ulong.TryParse(reader.GetString(), System.Globalization.NumberStyles.None, null, out var number) => number,
        _ => throw new JsonException("Expected an unsigned 64-bit number."),
    };

    public static bool? ReadBoolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException("Expected true or false."),
    };

    public static void ExpectObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Expected an object.");
    }

    /// <summary>
    /// Skips a value. The serializer has buffered the whole object before it calls a converter, though more of the document is to come.
    /// </summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        if (!reader.TrySkip())
            throw new JsonException("Expected the whole value.");
    }

    /// <summary>Moves to the next element of an array; false at its end.</summary>
    public static bool NextElement(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Moves to the next property name; false at the end of the object.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
}
