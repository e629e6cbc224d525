using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>
/// A session with an ensemble: goes from server to server under one id and password until the servers expire it, refuse it, or it
/// is closed. Its loop is the only owner of connections.
/// </summary>
internal sealed class Session : IAsyncDisposable
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

    private async Task<Connection?> TryOpen()
    {
        var server = _servers.Next();
        using var timer = new CancellationTokenSource(Timeout / _servers.Count, _timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timer.Token);
        try
        {
            var request = new ConnectRequest(0, _lastZxid, (int)_options.SessionTimeout.TotalMilliseconds, Id, _password, false);
            return await Connection.Open(
                server, request, _options.Auth, _watches.ForReconnect(_lastZxid), _options.MaxReplyBytes, _timeProvider, limit.Token);
        }
        catch (ZooKeeperRefusedException refused)
        {
            Log.AuthFailed(_logger, server, refused.Message);
            End(SessionState.AuthFailed, refused);
            return null;
        }
        catch (Exception exception) when (IsUnreachable(exception))
        {
            _lastFailure = exception is OperationCanceledException ? new TimeoutException($"{server} did not answer") : exception;
            Log.ConnectFailed(_logger, server, _lastFailure.Message);
            return null;
        }
    }

    private static bool IsUnreachable(Exception exception) =>
        exception is IOException or SocketException or OperationCanceledException or ZooKeeperProtocolException;

    /// <summary>Takes over what the server granted; false when it says that the session is over.</summary>
    private bool Adopt(Connection connection)
    {
        if (connection.Session.IsExpired)
        {
            Log.Expired(_logger, Id);
            End(SessionState.Expired, new SessionExpiredException(Id));
            return false;
        }

        Volatile.Write(ref _id, connection.Session.SessionId);
        _password = connection.Session.Password;
        Timeout = TimeSpan.FromMilliseconds(connection.Session.Timeout);
        return true;
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

    /// <summary>One frame from the server: reply header, then a body that depends on the xid.</summary>
    private void Received(byte[] frame)
    {
        var reader = new JuteReader(frame);
        var header = ReplyHeader.Read(ref reader);
        _servers.Succeeded();
        if (header.Zxid > 0)
            _lastZxid = header.Zxid;
        switch (header.Xid)
        {
            case Xids.Notification:
                _watches.Fire(WatcherEvent.Read(ref reader), ToClientPath);
                break;
            case Xids.Ping:
                break;
            case Xids.SetWatches:
                if (header.Error != ErrorCode.Ok)
                    throw new ZooKeeperProtocolException($"watches could not be set again: {header.Error}");
                break;
            default:
                Complete(_queue.TakeReplied(header.Xid), new Reply(header, reader.ReadRest()));
                break;
        }
    }

    private void Complete(PendingRequest request, Reply reply)
    {
        if (request.Watch is { } watch)
            _watches.Add(request.Operation, reply.Header.Error, watch);
        request.Complete(reply);
    }

    private ZNodePath ToClientPath(string serverPath)
    {
        var chroot = _options.Servers.Chroot;
        if (chroot == ZNodePath.Root)
            return ZNodePath.Parse(serverPath);
        return serverPath.Length == chroot.ToString().Length ? ZNodePath.Root : ZNodePath.Parse(serverPath[chroot.ToString().Length..]);
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
