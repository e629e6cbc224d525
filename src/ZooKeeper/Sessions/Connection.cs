using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>
/// One socket to one server, from the handshake to its first failure, which ends its reading, writing and heartbeat together.
/// Owned by the session's loop.
/// </summary>
internal sealed partial class Connection : IAsyncDisposable
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
