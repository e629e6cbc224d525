using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>
/// Calls from server to server. Sends the service token, and answers null where upstream's client answers "not ok". As with brpc, a peer whose connection
/// broke is not called again before the health check has reached it (<c>-health_check_interval</c>), however long it has been back.
/// </summary>
internal sealed class PeerClient : IDisposable
{
    private static readonly AuthenticationHeaderValue ServiceToken = new("sdefault");
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");
    private static readonly TimeSpan Retries = TimeSpan.FromSeconds(2);
    private readonly HttpClient _http;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, long> _brokenSince = new(StringComparer.Ordinal);
    private readonly PeerSockets _sockets = new();
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _healthCheck;
    private readonly TimeProvider _time;

    public PeerClient(ILogger log, TimeSpan timeout, TimeSpan healthCheck, TimeProvider time)
    {
        (_log, _timeout, _healthCheck, _time) = (log, timeout, healthCheck, time);
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = timeout, ConnectCallback = _sockets.ConnectAsync };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Maps names to addresses where nodes are known by name.</summary>
    public Func<string, string> Resolve { get; set; } = endpoint => endpoint;

    /// <summary>The reply, whatever its code; null when none came.</summary>
    public Task<TReply?> TabletAsync<TReply>(string endpoint, string method, object request, CancellationToken cancellationToken)
        where TReply : class, IReply
        => CallAsync<TReply>(endpoint, "TabletServer", method, request, cancellationToken);

    public void Dispose() => _http.Dispose();

    /// <summary>Upstream's client tries again after a second, twice, before it gives a call to such a peer up (<c>rpc_client.h</c>, EHOSTDOWN).</summary>
    private async Task<bool> IsReachedAgainAsync(string endpoint, CancellationToken cancellationToken)
    {
        if (!_brokenSince.TryGetValue(endpoint, out var since)) return true;
        var left = _healthCheck - _time.GetElapsedTime(since);
        if (left <= TimeSpan.Zero) return true;
        await Task.Delay(left < Retries ? left : Retries, _time, cancellationToken);
        return left <= Retries;
    }

    private async Task<TReply?> CallAsync<TReply>(
        string endpoint, string service, string method, object request, CancellationToken cancellationToken)
        where TReply : class, IReply
    {
        var address = Resolve(endpoint);
        if (_sockets.WasClosedBy(address)) _brokenSince[endpoint] = _time.GetTimestamp();
        if (!await IsReachedAgainAsync(endpoint, cancellationToken))
        {
            _log.CallFailed(service, method, endpoint, "not connected yet");
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{address}/{service}/{method}"));
            message.Headers.Authorization = ServiceToken;
            message.Content = new ByteArrayContent(Json2PbWriter.ToBytes(request));
            message.Content.Headers.ContentType = JsonType;
            using var reply = await _http.SendAsync(message, limit.Token);
            var body = await reply.Content.ReadAsByteArrayAsync(limit.Token);
            _brokenSince.TryRemove(endpoint, out _);
            if (reply.IsSuccessStatusCode)
            {
                return Json2PbReader.Read<TReply>(body);
            }

            _log.CallFailed(service, method, endpoint, System.Text.Encoding.UTF8.GetString(body));
        }
        catch (HttpRequestException error)
        {
            _brokenSince[endpoint] = _time.GetTimestamp();
            _log.CallFailed(service, method, endpoint, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _log.CallFailed(service, method, endpoint, "time-out");
        }

        return null;
    }
}
