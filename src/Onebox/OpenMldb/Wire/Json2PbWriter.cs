using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>
/// Prints messages as brpc's json2pb does (<c>src/json2pb/pb_to_json.cpp</c>): fields in declaration order, maps last; unset fields and
/// empty repeated ones left out; set ones printed even when equal to the default; numbers of every width as numbers, enums by name,
/// bytes as base64.
/// </summary>
internal static class Json2PbWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void Write(object message, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        WriteMessage(writer, message);
    }

    public static byte[] ToBytes(object message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(object message) => System.Text.Encoding.UTF8.GetString(ToBytes(message));

    private static void WriteMessage(Utf8JsonWriter writer, object message)
    {
        writer.WriteStartObject();
        var shape = MessageShape.Of(message.GetType());
        foreach (var field in shape.Fields)
        {
            if (!field.IsMap && field.Get(message) is { } value)
            {
                WriteField(writer, field, value);
            }
        }

        foreach (var field in shape.Fields.Where(each => each.IsMap))
        {
            WriteMap(writer, field.Name, (Dictionary<string, string>)field.Get(message)!);
        }

        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, FieldShape field, object value)
    {
        if (!field.IsRepeated)
        {
            writer.WritePropertyName(field.Name);
            WriteValue(writer, value);
            return;
        }

        var list = (IList)value;
        if (list.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(field.Name);
        foreach (var each in list)
        {
            WriteValue(writer, each!);
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, string name, Dictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case uint number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case Enum name:
                writer.WriteStringValue(EnumNames.Print(name));
                break;
            default:
                WriteMessage(writer, value);
                break;
        }
    }
}
