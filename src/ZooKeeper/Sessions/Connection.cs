using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>
/// One socket to one server, from the handshake to its first failure, which ends its reading, writing and heartbeat together.
/// Owned by the session's loop.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly NetworkStream _stream;
    private readonly FrameStream _frames;
    private readonly PipeWriter _writer;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _end = new();
    private readonly List<byte[]> _outgoing = [];
    private Exception? _cause;
    private long _lastSent;
    private long _lastReceived;
    private int _pingDue;

    private Connection(Socket socket, ServerAddress server, int maxReplyBytes, TimeProvider timeProvider)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _frames = new FrameStream(_stream, maxReplyBytes);
        _writer = PipeWriter.Create(_stream, new StreamPipeWriterOptions(leaveOpen: true));
        _timeProvider = timeProvider;
        _lastSent = _lastReceived = timeProvider.GetTimestamp();
        Server = server;
    }

    public ServerAddress Server { get; }

    public ConnectResponse Session { get; private set; }

    private TimeSpan Timeout => TimeSpan.FromMilliseconds(Session.Timeout);

    /// <summary>Connects, opens or resumes the session, proves the identities and queues the watches to be set again.</summary>
    /// <exception cref="ZooKeeperRefusedException">An identity was refused.</exception>
    public static async Task<Connection> Open(
        ServerAddress server, ConnectRequest request, IReadOnlyList<AuthInfo> auth, IReadOnlyList<SetWatches> watches,
        int maxReplyBytes, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            if (socket.LocalEndPoint!.Equals(socket.RemoteEndPoint))
                throw new IOException($"{server} is not there: the connection reached itself");
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var connection = new Connection(socket, server, maxReplyBytes, timeProvider);
        try
        {
            await connection.Shake(request, auth, cancellationToken);
            connection._outgoing.AddRange(watches.Select(w => FrameBuffer.Of(new RequestHeader(Xids.SetWatches, OpCode.SetWatches), w)));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the first failure, or until told to stop, and returns the cause. Every activity has ended by then.</summary>
    public async Task<Exception> Serve(RequestQueue queue, Action<byte[]> received, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(
            (_, token) => Abort(new OperationCanceledException("the client was disposed", token)), null);
        await Task.WhenAll(Latch(Receive(received)), Latch(Send(queue)), Latch(Beat(queue)));
        return _cause ?? new IOException($"{Server} closed the connection");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _frames.DisposeAsync();
        await _writer.CompleteAsync(_cause);
        await _stream.DisposeAsync();
        _end.Dispose();
    }

    private async Task Shake(ConnectRequest request, IReadOnlyList<AuthInfo> auth, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(FrameBuffer.Of(request), cancellationToken);
        Session = Parse(await _frames.ReadOne(cancellationToken));
        if (Session.IsExpired)
            return;
        foreach (var identity in auth)
        {
            var packet = new AuthPacket(0, identity.Scheme, identity.Credential);
            await _stream.WriteAsync(FrameBuffer.Of(new RequestHeader(Xids.Auth, OpCode.Auth), packet), cancellationToken);
            var header = ParseHeader(await _frames.ReadOne(cancellationToken));
            if (header.Xid != Xids.Auth)
                throw new ZooKeeperProtocolException($"a reply with xid {header.Xid} came to an auth request");
            if (header.Error != ErrorCode.Ok)
                throw new ZooKeeperRefusedException(ErrorCode.AuthFailed, $"auth with scheme {identity.Scheme}", "/");
        }

        static ConnectResponse Parse(ReadOnlySpan<byte> frame)
        {
            var reader = new JuteReader(frame);
            return ConnectResponse.Read(ref reader);
        }

        static ReplyHeader ParseHeader(ReadOnlySpan<byte> frame)
        {
            var reader = new JuteReader(frame);
            return ReplyHeader.Read(ref reader);
        }
    }

    /// <summary>Ends the connection with a cause; the first one counts.</summary>
    private void Abort(Exception cause)
    {
        Interlocked.CompareExchange(ref _cause, cause, null);
        _end.Cancel();
    }

    private async Task Latch(Task activity)
    {
        try
        {
            await activity;
            Abort(new IOException($"{Server} closed the connection"));
        }
        catch (Exception exception)
        {
            Abort(exception);
        }
    }

    private async Task Receive(Action<byte[]> received)
    {
        bool more;
        do
        {
            more = await _frames.Read(received, _end.Token);
            Volatile.Write(ref _lastReceived, _timeProvider.GetTimestamp());
        }
        while (more);
    }

    private async Task Send(RequestQueue queue)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _pingDue, 0) == 1)
                _outgoing.Add(FrameBuffer.Of(new RequestHeader(Xids.Ping, OpCode.Ping)));
            queue.TakeForSending(_outgoing);
            if (_outgoing.Count > 0)
                Volatile.Write(ref _lastSent, _timeProvider.GetTimestamp());
            foreach (var frame in _outgoing)
                _writer.Write(frame);
            _outgoing.Clear();
            await _writer.FlushAsync(_end.Token);
            await queue.WaitForWork(_end.Token);
        }
    }

    /// <summary>A ping when nothing was sent for a third of the timeout; failure when nothing came for two thirds of it.</summary>
    private async Task Beat(RequestQueue queue)
    {
        while (true)
        {
            var silent = _timeProvider.GetElapsedTime(Volatile.Read(ref _lastReceived));
            if (silent >= Timeout * 2 / 3)
                throw new TimeoutException($"{Server} was silent for {silent.TotalMilliseconds:F0} ms");
            var idle = _timeProvider.GetElapsedTime(Volatile.Read(ref _lastSent));
            if (idle >= Timeout / 3)
            {
                Volatile.Write(ref _lastSent, _timeProvider.GetTimestamp());
                Volatile.Write(ref _pingDue, 1);
                queue.Wake();
                idle = TimeSpan.Zero;
            }

            var rest = (Timeout * 2 / 3) - silent < (Timeout / 3) - idle ? (Timeout * 2 / 3) - silent : (Timeout / 3) - idle;
            await Task.Delay(rest > TimeSpan.FromMilliseconds(1) ? rest : TimeSpan.FromMilliseconds(1), _timeProvider, _end.Token);
        }
    }
}
