using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// One TCP port for RPC and HTTP: the first four bytes of a connection choose (<c>THFT</c>, <c>GET </c>, <c>POST</c>); anything else closes it.
/// </summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _connections = [];
    private Task _accepting = Task.CompletedTask;
    private int _unreadable;

    public WireServer(IPEndPoint endpoint, WireGeneration generation, RpcHandlers handlers, ILogger log)
        => (Endpoint, Generation, Handlers, Log) = (endpoint, generation, handlers, log);

    /// <summary>Where it listens; with port 0 the port that was given, once started.</summary>
    public IPEndPoint Endpoint { get; private set; }

    public WireGeneration Generation { get; }

    public RpcHandlers Handlers { get; }

    public ILogger Log { get; }

    public HttpHandler Http { get; init; } = _ => ValueTask.FromResult(HttpReply.NotFound);

    public IWireFaults? Faults { get; init; }

    /// <summary>Requests and connections that could not be read: each is a client's mistake.</summary>
    public int Unreadable => Volatile.Read(ref _unreadable);

    /// <exception cref="SocketException">The address is in use.</exception>
    public void Start()
    {
        _listener.Bind(Endpoint);
        _listener.Listen(512);
        Endpoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Closes the port and every connection, as the end of a process does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] open;
        lock (_connections)
        {
            open = [.. _connections];
        }

        await Task.WhenAll(open);
        _stop.Dispose();
    }

    internal void CountUnreadable() => Interlocked.Increment(ref _unreadable);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                Track(new WireConnection(this, socket).RunAsync(_stop.Token));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private void Track(Task connection)
    {
        lock (_connections)
        {
            _connections.Add(connection);
        }

        _ = connection.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }
}
