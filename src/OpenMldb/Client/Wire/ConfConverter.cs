using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>
/// Reads ConfGet's <c>conf</c>: servers write the repeated pair as an object <c>{"auto_failover":"true"}</c>; its declaration says
/// <c>[{"key":…,"value":…}]</c>, which is accepted too.
/// </summary>
internal sealed class ConfConverter : JsonConverter<Dictionary<string, string>>
{
    public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var conf = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                AddPairs(conf, ReadObject(ref reader));
                return conf;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    AddPairs(conf, ReadObject(ref reader));
                return conf;
            default:
                throw new JsonException("Expected settings.");
        }
    }

    public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Settings are only read in this shape.");

    private static void AddPairs(Dictionary<string, string> conf, Dictionary<string, string> read)
    {
        if (read.Count == 2 && read.TryGetValue("key", out var key) && read.TryGetValue("value", out var value))
            read = new Dictionary<string, string> { [key] = value };
        foreach (var pair in read)
        {
            if (!conf.TryAdd(pair.Key, pair.Value))
                throw new JsonException("A setting is listed twice.");
        }
    }

    private static Dictionary<string, string> ReadObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Expected a setting.");
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !pairs.TryAdd(name, reader.GetString()!))
                throw new JsonException("Expected the text of a setting, once.");
        }

        return pairs;
    }
}
