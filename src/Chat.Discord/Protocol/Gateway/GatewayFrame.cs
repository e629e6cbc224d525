using System.Text.Json;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>
/// One payload of the gateway, its parts in any order: <c>op</c> (integer), <c>d</c> (any value, kept as it came), <c>s</c> (integer or null), <c>t</c> (text or null).
/// Other fields are skipped. Source: Discord's API reference, "Gateway event payload structure".
/// </summary>
/// <param name="Data">Slice of the input; empty where there is no <c>d</c>.</param>
internal readonly record struct GatewayFrame(GatewayOpcode Opcode, ReadOnlyMemory<byte> Data, long? Sequence, string? Type)
{
    /// <exception cref="GatewayFaultException">It is no payload.</exception>
    public static GatewayFrame Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new GatewayFaultException("Discord's gateway sent what is no payload", exception);
        }
    }

    private static GatewayFrame Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("no object");
        int? opcode = null;
        ReadOnlyMemory<byte> data = default;
        long? sequence = null;
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("op"u8)) opcode = Next(ref reader).GetInt32();
            else if (reader.ValueTextEquals("s"u8)) sequence = Next(ref reader).TokenType == JsonTokenType.Null ? null : reader.GetInt64();
            else if (reader.ValueTextEquals("t"u8)) type = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("d"u8)) data = Value(ref reader, json);
            else Value(ref reader, json);
        }
        if (reader.Read()) throw new JsonException("more than one value");
        return new GatewayFrame((GatewayOpcode)(opcode ?? throw new JsonException("no opcode")), data, sequence, type);
    }

    private static Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader;
    }

    private static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
