using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>Payloads as sent: <c>op</c>, <c>d</c>. Discord takes at most 4,096 bytes.</summary>
internal static class GatewayWriter
{
    public const int LargestPayload = 4096;

    /// <param name="sequence">Of the last event; null when there was none.</param>
    public static ReadOnlyMemory<byte> Heartbeat(long? sequence) => Payload(GatewayOpcode.Heartbeat, writer =>
    {
        if (sequence is { } number) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    });

    public static ReadOnlyMemory<byte> Identify(string token, GatewayIntents intents, string library, string presence) => Payload(
        GatewayOpcode.Identify,
        new WireIdentify(token, (int)intents, new WireProperties(Os(), library, library), Shown(presence)),
        WireJson.Default.WireIdentify);

    public static ReadOnlyMemory<byte> Resume(string token, string session, long sequence) =>
        Payload(GatewayOpcode.Resume, new WireResume(token, session, sequence), WireJson.Default.WireResume);

    public static ReadOnlyMemory<byte> Presence(string text) => Payload(GatewayOpcode.PresenceUpdate, Shown(text), WireJson.Default.WirePresence);

    private static WirePresence Shown(string text) =>
        new(text.Length == 0 ? [] : [new WireActivity("Custom Status", 4, Cut(text, 128))], "online", null, false);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");

    private static string Os() => OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsWindows() ? "windows" : "other";

    private static ReadOnlyMemory<byte> Payload<T>(GatewayOpcode opcode, T data, JsonTypeInfo<T> type) =>
        Payload(opcode, writer => JsonSerializer.Serialize(writer, data, type));

    private static ReadOnlyMemory<byte> Payload(GatewayOpcode opcode, Action<Utf8JsonWriter> data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("op"u8, (int)opcode);
            writer.WritePropertyName("d"u8);
            data(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenCount <= LargestPayload
            ? buffer.WrittenMemory
            : throw new ArgumentException($"a payload of {buffer.WrittenCount} bytes; Discord takes {LargestPayload}");
    }
}
