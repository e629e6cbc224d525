using System.Net;
using System.Net.Sockets;

namespace Nightshift.ZooKeeper.Tests.Suite;

/// <summary>Stands between a client and a server and pauses, resumes or cuts all that passes.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly ServerAddress _target;
    private readonly Task _accepting;
    private TaskCompletionSource _towardsServer = Passing();
    private TaskCompletionSource _towardsClient = Passing();
    private bool _refusing;
    private long _bytesTowardsServer;

    public TcpProxy(ServerAddress target)
    {
        _target = target;
        _listener.Start();
        Address = new ServerAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _accepting = Accept();
    }

    public ServerAddress Address { get; }

    public long BytesTowardsServer => Interlocked.Read(ref _bytesTowardsServer);

    /// <summary>Waits until so many bytes have reached the server.</summary>
    public async Task UntilTowardsServer(long bytes, CancellationToken cancellationToken)
    {
        while (BytesTowardsServer < bytes)
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
    }

    /// <summary>Nothing passes any more, but nothing is closed either: what a dead switch looks like.</summary>
    public void Pause() => (_towardsServer, _towardsClient) = (new(), new());

    /// <summary>Requests arrive, replies do not.</summary>
    public void PauseReplies() => _towardsClient = new();

    public void Resume()
    {
        _refusing = false;
        _towardsServer.TrySetResult();
        _towardsClient.TrySetResult();
    }

    /// <summary>Closes all connections; new ones are accepted.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var client in _open)
                client.Close();
            _open.Clear();
        }
    }

    /// <summary>Closes all connections and every new one, until resumed.</summary>
    public void Refuse()
    {
        _refusing = true;
        Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Passing()
    {
        var passing = new TaskCompletionSource();
        passing.SetResult();
        return passing;
    }

    private async Task Accept()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(Relay(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            Cut();
            await Task.WhenAll(relays);
        }
    }

    private async Task Relay(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                if (_refusing)
                    return;
                await server.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                lock (_lock)
                {
                    _open.Add(client);
                    _open.Add(server);
                }

                await Task.WhenAny(
                    Pump(client, server, () => _towardsServer.Task, count => Interlocked.Add(ref _bytesTowardsServer, count)),
                    Pump(server, client, () => _towardsClient.Task, _ => { }));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
            }
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, Func<Task> gate, Action<int> passed)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                await gate().WaitAsync(_stop.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
                passed(count);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
        }
    }
}
