using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Tests.Client.Support;

/// <summary>
/// A server that speaks the protocol and records what it got. How each request is answered, late, out of order, half, with garbage or not at all, is the test's
/// business. Runs until it is disposed.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentBag<Task> _tasks = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Func<FakeRequest, FakeReply> _answer;
    private readonly Func<string, string>? _page;
    private int _connections;

    /// <param name="page">HTTP pages by path with query: the whole response text.</param>
    public FakeServer(Func<FakeRequest, FakeReply> answer, Func<string, string>? page = null, int port = 0)
    {
        (_answer, _page) = (answer, page);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(IPAddress.Any, port));
        _listener.Listen(128);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _tasks.Add(Task.Run(Accept));
    }

    public int Port { get; }

    public Endpoint Address => Endpoint.Parse($"127.0.0.1:{Port}");

    public ConcurrentQueue<FakeRequest> Received { get; } = new();

    public int Connections => Volatile.Read(ref _connections);

    public int Count(string method) => Received.Count(r => r.Method == method);

    /// <summary>Ends all connections with a reset; new ones are taken.</summary>
    public void CutAll()
    {
        foreach (var socket in _sockets)
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }

        _sockets.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        foreach (var socket in _sockets)
            socket.Dispose();
        await Task.WhenAll(_tasks).WaitAsync(TimeSpan.FromSeconds(10));
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_end.Token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _connections);
                _sockets.Add(socket);
                _tasks.Add(Task.Run(() => Serve(socket)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(Socket socket)
    {
        using var turn = new SemaphoreSlim(1);
        var late = new List<Task>();
        try
        {
            var buffer = new byte[64 << 10];
            for (var kept = 0; ;)
            {
                if (kept == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var count = await socket.ReceiveAsync(buffer.AsMemory(kept), _end.Token);
                if (count == 0)
                    return;
                kept += count;
                if (kept >= 4 && buffer.AsSpan(0, 4).SequenceEqual("GET "u8))
                {
                    kept = await Pages(socket, buffer, kept);
                    continue;
                }

                var at = 0;
                while (FakeRequest.TryRead(buffer.AsSpan(at, kept - at), out var length) is { } request)
                {
                    at += length;
                    Received.Enqueue(request);
                    var reply = _answer(request);
                    if (reply.After is null)
                        await Send(socket, turn, reply);
                    else
                        late.Add(Later(socket, turn, reply));
                }

                buffer.AsSpan(at, kept - at).CopyTo(buffer);
                kept -= at;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            await Task.WhenAll(late).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.Dispose();
        }
    }

    private async Task<int> Pages(Socket socket, byte[] buffer, int kept)
    {
        var text = System.Text.Encoding.ASCII.GetString(buffer, 0, kept);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return kept;
        var path = text.Split(' ')[1];
        var response = _page?.Invoke(path) ?? Page("service not found", "404 Not Found");
        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(response), _end.Token);
        return 0;
    }

    public static string Page(string body, string status = "200 OK") =>
        $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private async Task Later(Socket socket, SemaphoreSlim turn, FakeReply reply)
    {
        try
        {
            await reply.After!.WaitAsync(_end.Token);
            await Send(socket, turn, reply);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Send(Socket socket, SemaphoreSlim turn, FakeReply reply)
    {
        await turn.WaitAsync(_end.Token);
        try
        {
            for (ReadOnlyMemory<byte> rest = reply.Bytes; !rest.IsEmpty;)
                rest = rest[await socket.SendAsync(rest, _end.Token)..];
            if (reply.Close)
                socket.Close();
        }
        finally
        {
            turn.Release();
        }
    }
}
