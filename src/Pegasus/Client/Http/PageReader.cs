using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Sessions;

namespace Nightshift.Pegasus.Client.Http;

/// <summary>
/// The pages that a server gives on the port of its RPC. Redirects are not followed, the size is bounded, and an empty page is an error: nothing is read into nothing.
/// </summary>
internal sealed class PageReader : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly PegasusClientOptions _options;
    private readonly TimeProvider _time;

    [SuppressMessage("Reliability", "CA2000", Justification = "The invoker owns its handler, the stream its socket.")]
    public PageReader(AddressBook addresses, PegasusClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = 2,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ActivityHeadersPropagator = null,
            ConnectCallback = async (context, token) => new NetworkStream(await addresses.Connect(EndpointOf(context.DnsEndPoint), token), ownsSocket: true),
        });
    }

    public void Dispose() => _http.Dispose();

    /// <param name="path">With its query: <c>/config?name=x</c>.</param>
    /// <exception cref="WrongRequestException">The server has no such page.</exception>
    public async Task<string> Read(Endpoint address, string path, bool changes, CancellationToken cancellationToken)
    {
        var call = new CallSite($"GET {path.Split('?')[0]}", $"server {address}", address, null);
        if (address.IsName || !Uri.TryCreate($"http://{address}{path}", UriKind.Absolute, out var uri))
            throw new WrongRequestException(call, $"{call.Prefix} has no address to call.");
        using var message = new HttpRequestMessage(HttpMethod.Get, uri);
        using var expiry = new CancellationTokenSource(_options.ReadTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(message, either.Token);
            var text = await Text(call, response, either.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK when !string.IsNullOrWhiteSpace(text) => text,
                HttpStatusCode.OK => throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with an empty page."),
                HttpStatusCode.NotFound => throw new WrongRequestException(call, $"{call.Prefix} has no page {call.Method[4..]}; it is too old or too new for it."),
                var status => throw new RefusedByClusterException(
                    call, $"HTTP {(int)status}", $"{call.Prefix} refused {call.Method} (HTTP {(int)status} {Printable.Of(text)}); look at its log."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Sorted(call, e, changes);
        }
    }

    private static Endpoint EndpointOf(DnsEndPoint target) =>
        Endpoint.Parse(target.Host.Contains(':', StringComparison.Ordinal) ? $"[{target.Host}]:{target.Port}" : $"{target.Host}:{target.Port}");

    private async Task<string> Text(CallSite call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (kept.Length + count > _options.MaxPageBytes)
                throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with more than {_options.MaxPageBytes} bytes.");
            kept.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private PegasusException Sorted(CallSite call, Exception error, bool changes)
    {
        var unsent = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
        PegasusException sorted = error switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
                new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with something that is no HTTP.", error),
            _ when unsent => TransportErrors.NotConnected(call, error.InnerException ?? error, _options.ConnectTimeout),
            OperationCanceledException => new NodeUnreachableException(
                call, Delivery.ReplyLost, $"{call.Prefix} did not answer {call.Method} within {_options.ReadTimeout.TotalSeconds:0.###} s.", error),
            _ => new NodeUnreachableException(call, Delivery.ReplyLost, $"{call.Prefix} ended the connection before answering {call.Method}.", error),
        };
        return changes && !unsent ? new OutcomeUnknownException(call, sorted) : sorted;
    }
}
