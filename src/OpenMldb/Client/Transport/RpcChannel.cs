using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>
/// Sends one call once over HTTP/1.1 and sorts what comes of it. Connections are kept and pooled; the <c>Authorization</c> header goes with every
/// request because servers check it on the first of a connection only, and close without a word when it is missing.
/// </summary>
internal sealed class RpcChannel : IDisposable
{
    private const int MaxErrorBytes = 8192;
    private readonly HttpMessageInvoker _http;
    private readonly OpenMldbClientOptions _options;
    private readonly TimeProvider _time;

    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker owns its handler.")]
    public RpcChannel(OpenMldbClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerServer,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
        });
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Returns what <paramref name="read"/> makes of an answer of code 0 (or of the accepted code); throws otherwise.</summary>
    public async Task<TResult> Send<TRequest, TResponse, TResult>(
        RpcMethod<TRequest, TResponse> method, RpcTarget target, TRequest request, string? subject, Func<TResponse, TResult> read,
        CancellationToken cancellationToken)
        where TResponse : GeneralResponse
    {
        var call = new CallSite(method.Operation, method.Name, target.ToString(), target.Address, subject);
        using var content = new TrackedContent(JsonSerializer.SerializeToUtf8Bytes(request, method.Request));
        using var message = new HttpRequestMessage(HttpMethod.Post, UriOf(target.Address, method.Path, call)) { Content = content };
        var answer = await Exchange(
            call, message, content, async (body, token) => await JsonSerializer.DeserializeAsync(body, method.Response, token), cancellationToken);
        var good = Checked(answer, call, method.AlsoAccepted);
        try
        {
            return read(good);
        }
        catch (JsonException e)
        {
            throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} incompletely: {e.Message}", innerException: e);
        }
    }

    /// <summary>One of the server's text pages.</summary>
    public async Task<string> Page(Operation operation, RpcTarget target, string path, CancellationToken cancellationToken)
    {
        var call = new CallSite(operation, path, target.ToString(), target.Address, null);
        using var message = new HttpRequestMessage(HttpMethod.Get, UriOf(target.Address, path, call));
        return await Exchange(call, message, null, ReadAll, cancellationToken);

        static async Task<string> ReadAll(Stream body, CancellationToken token)
        {
            using var reader = new StreamReader(body, Encoding.UTF8);
            return await reader.ReadToEndAsync(token);
        }
    }

    private async Task<T> Exchange<T>(
        CallSite call, HttpRequestMessage message, TrackedContent? content, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        message.Headers.TryAddWithoutValidation("Authorization", _options.Authorization);
        var limit = OperationFacts.TimeLimitOf(call.Operation, _options);
        using var expiry = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(message, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw await ErrorOf(call, response, body, either.Token);
            await using var capped = new CappedStream(body, OperationFacts.SizeLimitOf(call.Operation, _options));
            return await read(capped, either.Token);
        }
        catch (Exception e) when (e is not OpenMldbException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sent = content?.Begun ?? e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
            throw TransportErrors.Sort(call, e, sent ? Delivery.ReplyLost : Delivery.NotSent, limit);
        }
    }

    private static async Task<OpenMldbException> ErrorOf(CallSite call, HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxErrorBytes);
        try
        {
            var read = await body.ReadAtLeastAsync(buffer, MaxErrorBytes, throwOnEndOfStream: false, cancellationToken);
            var code = response.Headers.TryGetValues("x-bd-error-code", out var values) ? values.FirstOrDefault() : null;
            return BrpcErrors.Sort(call, response.StatusCode, code, Encoding.UTF8.GetString(buffer, 0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static TResponse Checked<TResponse>(TResponse? answer, CallSite call, ReturnCode alsoAccepted)
        where TResponse : GeneralResponse
    {
        if (answer?.Code is not { } code)
            throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} without a code.");
        if (code == (int)ReturnCode.Ok || code == (int)alsoAccepted)
            return answer;
        var text = Printable.Of(answer.Msg);
        var said = text.Length == 0 ? $"{code} {(ReturnCode)code}" : $"{code} {text}";
        throw new RefusedByClusterException(
            call, code, text, $"{call.Prefix} refused {call.Method} ({said}); {Advice.For((ReturnCode)code)}.");
    }

    private static Uri UriOf(Endpoint address, string path, CallSite call) =>
        !address.IsName && Uri.TryCreate($"http://{address}{path}", UriKind.Absolute, out var uri)
            ? uri
            : throw new WrongRequestException(call, $"{call.Prefix} has no address to call: {address} is a name.");
}
