using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Chat.Discord.Protocol.Wire;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Outbox;

/// <summary>How what the channel keeps is written into the store.</summary>
internal static class OutboxJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new SnowflakeConverter(), new JsonStringEnumConverter() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="StoreException">It is not what was written.</exception>
    public static T Read<T>(ChannelDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(document.Body, Options) ?? throw new StoreException($"'{document.Name}' of the channel is empty");
        }
        catch (JsonException fault)
        {
            throw new StoreException($"'{document.Name}' of the channel cannot be read: {fault.Message}", fault);
        }
    }

    public static bool AreSame(DiscordMessage one, DiscordMessage other) => ReferenceEquals(one, other) || Write(one) == Write(other);
}
