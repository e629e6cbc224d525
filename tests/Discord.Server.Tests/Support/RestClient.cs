using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Tests.Support;

/// <summary>Plain HTTP to the server, with the bot's token and agent unless a test takes them away.</summary>
internal sealed class RestClient : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private RestClient(DiscordServer server)
    {
        _http.BaseAddress = server.Rest;
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "DiscordBot (https://example.org, 1.0)");
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bot {server.Token}");
    }

    public static RestClient For(DiscordServer server) => new(server);

    public HttpClient Http => _http;

    public async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, text, headers);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PatchAsync(string path, JsonNode body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> PutAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public int Code => Status < 400 ? 0 : (int)Json["code"]!;

    /// <summary>The first error's code at a path of the tree, "embeds.0.title".</summary>
    public string? ErrorAt(string path)
    {
        JsonNode? node = Json["errors"];
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries)) node = node?[key];
        return node?["_errors"]?[0]?["code"]?.ToString();
    }
}
