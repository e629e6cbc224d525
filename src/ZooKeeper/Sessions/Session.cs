using Microsoft.Extensions.Logging;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>
/// A session with an ensemble: goes from server to server under one id and password until the servers expire it, refuse it, or it
/// is closed. Its loop is the only owner of connections.
/// </summary>
internal sealed partial class Session : IAsyncDisposable
{
    private readonly ZooKeeperOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ServerRotation _servers;
    private readonly RequestQueue _queue;
    private readonly WatchTable _watches = new();
    private readonly SessionStates _states = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private long _id;
    private byte[] _password = new byte[16];
    private long _lastZxid;
    private Exception? _lastFailure;
    private volatile Connection? _connection;
    private volatile bool _closing;

    public Session(ZooKeeperOptions options, TimeProvider timeProvider, Random random, ILogger logger)
    {
        (_options, _timeProvider, _logger) = (options, timeProvider, logger);
        _servers = new ServerRotation(options.Servers.Servers, random);
        _queue = new RequestQueue(timeProvider);
        Timeout = options.SessionTimeout;
        _loop = Task.Run(Run);
    }

    public long Id => Volatile.Read(ref _id);

    public TimeSpan Timeout { get; private set; }

    public SessionStates States => _states;

    public WatchTable Watches => _watches;

    public Exception? LastFailure => _lastFailure;

    /// <summary>Ends with the first connection; fails with what ended the session before it.</summary>
    public Task Connected => _connected.Task;

    public async Task<Reply> Send(PendingRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _queue.Enqueue(request);
        await using var abandon = cancellationToken.UnsafeRegister((_, token) => _queue.Abandon(request, token), null);
        return await request.Completion;
    }

    /// <summary>Ends the session on the servers if one is connected, in bounded time, and then everything here.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        if (_connection is not null && !SessionStates.IsFinal(_states.Current))
            await SayGoodbye();
        else if (Id != 0 && !SessionStates.IsFinal(_states.Current))
            Log.CloseUnconfirmed(_logger, Id, "no server is connected");
        End(SessionState.Closed, new ObjectDisposedException(nameof(ZooKeeperClient)));
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task SayGoodbye()
    {
        var goodbye = new PendingRequest(OpCode.CloseSession, "/", FrameBuffer.Of(new RequestHeader(0, OpCode.CloseSession)));
        _queue.Enqueue(goodbye);
        try
        {
            await goodbye.Completion.WaitAsync(_options.CloseTimeout, _timeProvider);
        }
        catch (Exception exception) when (exception is TimeoutException or ZooKeeperException)
        {
            Log.CloseUnconfirmed(_logger, Id, exception.Message);
        }
    }

    private async Task Run()
    {
        try
        {
            while (!_closing && !SessionStates.IsFinal(_states.Current))
                await RunConnection();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposal has told everyone already.
        }
        catch (Exception exception)
        {
            Log.LoopFailed(_logger, exception, Id);
            End(SessionState.Closed, exception);
        }
    }

    private async Task RunConnection()
    {
        await using (var connection = await TryOpen())
        {
            if (connection is null)
                _queue.FailOlderThan(_options.UnreachableLimit, _lastFailure);
            else if (Adopt(connection))
                await Serve(connection);
        }

        if (!SessionStates.IsFinal(_states.Current))
            await Task.Delay(_servers.RestAfterFailure(), _timeProvider, _stop.Token);
    }

    private async Task Serve(Connection connection)
    {
        _connection = connection;
        Log.Connected(_logger, connection.Server, Id, Timeout);
        _states.Publish(SessionState.Connected);
        _connected.TrySetResult();
        var cause = await connection.Serve(_queue, Received, _stop.Token);
        _connection = null;
        _lastFailure = cause;
        if (!_closing)
            Log.Disconnected(_logger, connection.Server, Id, cause.Message);
        _states.Publish(SessionState.Disconnected);
        _queue.ConnectionLost(cause);
    }

    private void End(SessionState state, Exception cause)
    {
        _queue.Close(cause);
        _watches.Close(cause);
        _states.Publish(state);
        if (_connected.TrySetException(cause))
            _ = _connected.Task.Exception; // whoever connects awaits it; nobody else has to
    }
}
