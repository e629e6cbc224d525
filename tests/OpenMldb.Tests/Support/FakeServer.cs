using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Tests.Support;

/// <summary>
/// A brpc-like HTTP server on raw sockets: authenticates the first request of a connection or closes without a word, answers by script, misbehaves on
/// order, and records what it got.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentDictionary<string, Func<FakeRequest, FakeReply>> _script = new(StringComparer.Ordinal);
    private readonly Task _accepting;
    private int _connectionCount;
    private bool _disposed;

    public FakeServer()
    {
        _listener.Start();
        Endpoint = Endpoint.Parse($"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = Accept();
    }

    public Endpoint Endpoint { get; }

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    public bool WantsAuthorization { get; init; } = true;

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    public FakeServer On(string method, Func<FakeRequest, FakeReply> reply)
    {
        _script[method] = reply;
        return this;
    }

    public FakeServer On(string method, string json) => On(method, _ => FakeReply.Json(json));

    /// <summary>One reply after the other; the last one stays.</summary>
    public FakeServer On(string method, params FakeReply[] replies)
    {
        var next = -1;
        return On(method, _ => replies[Math.Min(Interlocked.Increment(ref next), replies.Length - 1)]);
    }

    public int Count(string method) => Requests.Count(r => r.Method == method);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _connections.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            Assert.True(_stop.IsCancellationRequested, $"The fake server stopped by itself: {e}");
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var owned = client;
        var number = Interlocked.Increment(ref _connectionCount);
        try
        {
            var stream = client.GetStream();
            var reader = new FakeRequestReader(stream);
            for (var first = true; await reader.Next(number, _stop.Token) is { } request; first = false)
            {
                if (first && WantsAuthorization && request.Authorization is null && request.Path.Count(c => c == '/') > 1)
                    return;
                Requests.Enqueue(request);
                var reply = _script.TryGetValue(request.Method, out var script) ? script(request) : FakeReply.Brpc(HttpStatusCode.NotFound, 1002, "Fail to find method");
                if (!await reply.Write(stream, _stop.Token))
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The peer went away, or the test is over.
        }
    }
}

internal sealed record FakeRequest(string Path, string? Authorization, string Body, int Connection)
{
    /// <summary>The last part of the path.</summary>
    public string Method => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>What to send back, or how not to.</summary>
internal sealed record FakeReply(string Head, byte[] Body, bool KeepOpen = true, TimeSpan Delay = default)
{
    /// <summary>The request was read; nothing comes back.</summary>
    public static FakeReply Silence { get; } = new("", [], false);

    public static FakeReply Hang { get; } = new("", [], false, TimeSpan.FromMinutes(1));

    public static FakeReply Json(string json) => Of("200 OK", "application/json", "", json);

    public static FakeReply Brpc(HttpStatusCode status, int code, string text) =>
        Of($"{(int)status} {status}", "text/plain", $"x-bd-error-code: {code}\r\n", $"[127.0.0.1:7527][E{code}]{text}");

    public static FakeReply Text(string text) => Of("200 OK", "text/plain", "", text);

    public static FakeReply Raw(string bytes) => new(bytes, [], false);

    public static FakeReply Cut(string json, int missing) => Json(json) is var whole ? whole with { Body = whole.Body[..^missing], KeepOpen = false } : whole;

    public async Task<bool> Write(NetworkStream stream, CancellationToken cancellationToken)
    {
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay, cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Head), cancellationToken);
        await stream.WriteAsync(Body, cancellationToken);
        return KeepOpen;
    }

    private static FakeReply Of(string status, string type, string headers, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{headers}Content-Length: {bytes.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n", bytes);
    }
}
