using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <summary>An id as Discord writes it: a string of digits, since 64 bits are more than some languages' numbers hold.</summary>
internal sealed class SnowflakeConverter : JsonConverter<Snowflake>
{
    public override Snowflake Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Snowflake.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("an id is not a string of digits");

    public override void Write(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
