using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>The connection to one other server. Its first failure ends it and fails everything that waits on it.</summary>
internal sealed class PeerConnection : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource<ReplyFrame>> _waiting = [];
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _stop = new();
    private readonly OutgoingFrames _outgoing;
    private readonly Task _running;
    private int _lastSeqId;

    public PeerConnection(IPEndPoint peer)
    {
        _outgoing = new OutgoingFrames(_socket);
        _running = Task.Run(() => RunAsync(peer));
    }

    public bool IsBroken { get; private set; }

    /// <summary>Sends a request; the task ends with the answer, or with <c>ERR_NETWORK_FAILURE</c>.</summary>
    public (int SeqId, Task<ReplyFrame> Answered) Send(Func<int, ReadOnlyMemory<byte>> frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var answered = new TaskCompletionSource<ReplyFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            var seqId = ++_lastSeqId;
            if (IsBroken)
            {
                answered.SetResult(Failed(seqId));
                return (seqId, answered.Task);
            }

            _waiting[seqId] = answered;
            _outgoing.Add(frame(seqId));
            return (seqId, answered.Task);
        }
    }

    /// <summary>Sends a frame that has no answer.</summary>
    public void Post(ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            _outgoing.Add(frame);
        }
    }

    /// <summary>Nobody waits for that answer any more.</summary>
    public void Forget(int seqId)
    {
        lock (_lock)
        {
            _waiting.Remove(seqId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static ReplyFrame Failed(int seqId) => new(ErrorCode.NetworkFailure, string.Empty, seqId, default);

    private async Task RunAsync(IPEndPoint peer)
    {
        var sending = Task.CompletedTask;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await _socket.ConnectAsync(peer, stop.Token);
            sending = _outgoing.RunAsync(stop.Token);
            await ReadAsync(stop.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or ThriftException or ObjectDisposedException or OperationCanceledException)
        {
            // Whatever ended it, those who wait get the same answer below.
        }
        finally
        {
            Break();
            await stop.CancelAsync();
            await sending;
            _socket.Dispose();
        }
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        var input = PipeReader.Create(new NetworkStream(_socket));
        while (true)
        {
            var read = await input.ReadAsync(stopping);
            var buffer = read.Buffer;
            while (ReplyFrame.TryRead(ref buffer) is { } reply)
            {
                Answer(reply);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private void Answer(ReplyFrame reply)
    {
        TaskCompletionSource<ReplyFrame>? answered;
        lock (_lock)
        {
            _waiting.Remove(reply.SeqId, out answered);
        }

        answered?.TrySetResult(reply);
    }

    private void Break()
    {
        KeyValuePair<int, TaskCompletionSource<ReplyFrame>>[] left;
        lock (_lock)
        {
            IsBroken = true;
            left = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var (seqId, answered) in left)
        {
            answered.TrySetResult(Failed(seqId));
        }
    }
}
