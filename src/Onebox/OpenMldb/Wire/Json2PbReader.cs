using System.Text.Json;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>
/// Reads messages as brpc's json2pb does (<c>src/json2pb/json_to_pb.cpp</c>): unknown fields are ignored; a wrong value of an optional field
/// counts as unset; a missing or wrong required field, and a repeated field that is no array, is an error.
/// </summary>
internal static class Json2PbReader
{
    /// <exception cref="Json2PbException">The text is no JSON object, or a required field is missing or wrong.</exception>
    public static object Read(Type type, ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException error)
        {
            throw new Json2PbException($"Invalid json: {error.Message}", error);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new Json2PbException("Invalid json format: the root is no object");
            }

            return ReadMessage(MessageShape.Of(type), document.RootElement);
        }
    }

    /// <inheritdoc cref="Read(Type, ReadOnlyMemory{byte})"/>
    public static T Read<T>(ReadOnlyMemory<byte> json) => (T)Read(typeof(T), json);

    private static object ReadMessage(MessageShape shape, JsonElement json)
    {
        var message = shape.New();
        foreach (var field in shape.Fields)
        {
            if (!json.TryGetProperty(field.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (field.Required)
                {
                    throw new Json2PbException($"Missing required field: {shape.FullName}.{field.Name}");
                }

                continue;
            }

            ReadField(shape, field, value, message);
        }

        return message;
    }

    private static void ReadField(MessageShape shape, FieldShape field, JsonElement value, object message)
    {
        if (field.IsMap)
        {
            ReadMap(value, (Dictionary<string, string>)field.Get(message)!);
        }
        else if (field.IsRepeated)
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                throw Wrong(shape, field, value);
            }

            var list = field.ListOf(message);
            foreach (var each in value.EnumerateArray())
            {
                list.Add(ReadValue(field.ElementType, each) ?? throw Wrong(shape, field, each));
            }
        }
        else if (ReadValue(field.ElementType, value) is { } read)
        {
            field.Set(message, read);
        }
        else if (field.Required)
        {
            throw Wrong(shape, field, value);
        }
    }

    private static void ReadMap(JsonElement value, Dictionary<string, string> map)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var each in value.EnumerateObject().Where(each => each.Value.ValueKind == JsonValueKind.String))
        {
            map[each.Name] = each.Value.GetString()!;
        }
    }

    private static Json2PbException Wrong(MessageShape shape, FieldShape field, JsonElement value)
        => new($"Invalid value `{value.GetRawText()}' for field `{shape.FullName}.{field.Name}'");

    private static object? ReadValue(Type type, JsonElement value)
    {
        if (type == typeof(string))
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }

        if (type == typeof(bool))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        }

        if (type == typeof(byte[]))
        {
            return value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : null;
        }

        if (type.IsEnum)
        {
            return ReadEnum(type, value);
        }

        if (type.IsPrimitive)
        {
            return ReadNumber(type, value);
        }

        return value.ValueKind == JsonValueKind.Object ? ReadMessage(MessageShape.Of(type), value) : null;
    }

    private static object? ReadEnum(Type type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => EnumNames.Parse(type, value.GetString()!),
        JsonValueKind.Number when value.TryGetInt32(out var number) && Enum.IsDefined(type, number) => Enum.ToObject(type, number),
        _ => null,
    };

    private static object? ReadNumber(Type type, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return Type.GetTypeCode(type) switch
        {
            TypeCode.UInt32 => uint.TryParse(text, out var number) ? number : null,
            TypeCode.Int32 => int.TryParse(text, out var number) ? number : null,
            TypeCode.UInt64 => ulong.TryParse(text, out var number) ? number : null,
            TypeCode.Int64 => long.TryParse(text, out var number) ? number : null,
            _ => throw new InvalidOperationException($"no number: {type}"),
        };
    }
}
