using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>Discord's HTTP API, version 10, as far as it is used. Source: Discord's API reference, "Resources" and "Interactions".</summary>
internal sealed partial class RestApi(RestSender sender)
{
    private async Task<T> ReadAsync<T>(RestRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        var body = await sender.SendAsync(request, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new DiscordUnreachableException($"Discord's answer to {request.Operation} cannot be read", exception);
        }
    }

    private static RestRequest Get(RestOperation operation, string route, string path, Snowflake? major = null) =>
        new(operation, HttpMethod.Get, route, path) { Major = major?.ToString() ?? "" };

    private static ReadOnlyMemory<byte> Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
