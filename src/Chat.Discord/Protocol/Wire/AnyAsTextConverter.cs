using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <summary>The value of an option, which is text, a number or a truth, as text; read at once, so that what cannot be read is found here.</summary>
internal sealed class AnyAsTextConverter : JsonConverter<string>
{
    private const int LongestNumber = 64;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number when reader.ValueSpan.Length <= LongestNumber => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => throw new JsonException("a value is neither text nor a number nor a truth"),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
