using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Components;

/// <summary>Talks HTTP to the box's processes: JSON over brpc, and the built-in pages.</summary>
internal sealed class NodeHttp : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Calls <c>/Service/Method</c>; an answer's <c>code</c> is left to the caller.</summary>
    /// <exception cref="HttpRequestException">No answer, or not a JSON one.</exception>
    public async Task<JsonObject> CallAsync(string endpoint, string method, JsonObject request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://{endpoint}/{method}");
        message.Headers.TryAddWithoutValidation("Authorization", "foo");
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.ToJsonString()));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{endpoint}/{method}: {(int)response.StatusCode} {text}");
            return JsonNode.Parse(text) as JsonObject ?? throw new HttpRequestException($"{endpoint}/{method}: not an object: {text}");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException($"{endpoint}/{method}: {exception.Message}", exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{endpoint}/{method}: no answer in {_client.Timeout.TotalSeconds} s", exception);
        }
    }

    /// <summary>The body of a page, or null when the process did not answer 200 within two seconds.</summary>
    public async Task<string?> PageAsync(string endpoint, string page, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var response = await _client.GetAsync(new Uri($"http://{endpoint}{page}"), deadline.Token);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(deadline.Token) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
