using System.Globalization;
using System.Net.Http.Headers;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>One request, one answer: what goes over the wire and how much may come back.</summary>
internal sealed class RestTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly RestOptions _options;
    private readonly TimeProvider _time;

    public RestTransport(RestOptions options, TimeProvider time)
    {
        if (options.BaseUrl.Scheme != Uri.UriSchemeHttps && !options.BaseUrl.IsLoopback)
            throw new ArgumentException("Discord is spoken to by https only", nameof(options));
        _options = options;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.AttemptTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(30),
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="HttpRequestException">No answer.</exception>
    /// <exception cref="IOException">Half of one.</exception>
    /// <exception cref="TimeoutException">None in time.</exception>
    /// <exception cref="DiscordUnreachableException">One that is larger than any that is expected.</exception>
    public async Task<RestReply> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience(request), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var message = Message(request);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new RestReply(response.StatusCode, await BodyAsync(request, response, either.Token), RateLimitHeaders.Read(response.Headers));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no answer in time");
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan Patience(RestRequest request) =>
        request.IsUrgent ? _options.UrgentTimeout : request.Files.Count > 0 ? _options.UploadTimeout : _options.AttemptTimeout;

    private HttpRequestMessage Message(RestRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_options.BaseUrl, request.Path)) { Content = Content(request) };
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        if (request.InteractionToken is null) message.Headers.TryAddWithoutValidation("Authorization", $"Bot {_options.Token}");
        if (request.Reason is { } reason) message.Headers.TryAddWithoutValidation("X-Audit-Log-Reason", Uri.EscapeDataString(reason));
        return message;
    }

    private static HttpContent? Content(RestRequest request)
    {
        if (request.Body is not { } body) return null;
        var json = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (request.Files.Count == 0) return json;
        var parts = new MultipartFormDataContent { { json, "payload_json" } };
        for (var i = 0; i < request.Files.Count; i++)
        {
            var file = new ReadOnlyMemoryContent(request.Files[i].Content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            parts.Add(file, string.Create(CultureInfo.InvariantCulture, $"files[{i}]"), FileName.From(request.Files[i].Name));
        }
        return parts;
    }

    private async Task<ReadOnlyMemory<byte>> BodyAsync(RestRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = new byte[8192];
        while (await stream.ReadAsync(chunk, cancellationToken) is var count && count > 0)
        {
            if (body.Length + count > _options.LargestReply)
                throw new DiscordUnreachableException($"Discord answered {request.Operation} with more than {_options.LargestReply} bytes");
            body.Write(chunk.AsSpan(0, count));
        }
        return body.ToArray();
    }
}
