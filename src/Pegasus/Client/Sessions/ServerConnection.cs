using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>
/// One connection with many calls in flight, matched by seqid in whatever order answers come. Its first failure is its cause of death: latched, told to every waiter
/// once. This part makes calls.
/// </summary>
internal sealed partial class ServerConnection : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, PendingCall> _pending = new();
    private readonly Channel<PendingCall> _outgoing = Channel.CreateUnbounded<PendingCall>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private readonly Endpoint _address;
    private readonly Socket _socket;
    private readonly FrameAssembler _assembler;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loops;
    private Exception? _death;
    private long _lastReceived;
    private int _lastSeqId;
    private int _retired;

    [SuppressMessage("Reliability", "CA2025", Justification = "The loops end before the socket goes: dying closes it to wake them.")]
    public ServerConnection(Endpoint address, Socket socket, int maxFrame, TimeProvider time, ILogger logger)
    {
        _address = address;
        _socket = socket;
        _assembler = new FrameAssembler(maxFrame);
        _time = time;
        _logger = logger;
        _loops = Task.WhenAll(Task.Run(Receive), Task.Run(Send));
    }

    /// <summary>Whether new calls may use it.</summary>
    public bool IsOpen => Volatile.Read(ref _death) is null && Volatile.Read(ref _retired) == 0 && Volatile.Read(ref _lastSeqId) < int.MaxValue - 100_000;

    public bool IsAlive => Volatile.Read(ref _death) is null;

    /// <summary>Whether anything ever came from the server.</summary>
    public bool HasSpoken => Volatile.Read(ref _lastReceived) != 0;

    /// <exception cref="ConnectionDiedException">It ended first.</exception>
    /// <exception cref="UnansweredException">The time is over.</exception>
    public async Task<AnswerFrame> Call<TRequest>(
        RpcMethod<TRequest> method, TRequest request, RequestHeader header, TimeSpan limit, CancellationToken cancellationToken)
    {
        var seqId = Interlocked.Increment(ref _lastSeqId);
        var call = new PendingCall(method.Name, seqId, RequestFrame.Encode(method, request, header, seqId));
        var began = _time.GetTimestamp();
        _pending[seqId] = call;
        _outgoing.Writer.TryWrite(call);
        if (Volatile.Read(ref _death) is { } death && _pending.TryRemove(seqId, out _))
            call.Fail(death);
        try
        {
            return await call.Answer.WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new UnansweredException(call.TryWithdraw() ? Delivery.NotSent : Delivery.ReplyLost, Volatile.Read(ref _lastReceived) < began);
        }
        finally
        {
            call.TryWithdraw();
            if (_pending.TryRemove(seqId, out _))
                EndIfIdle();
        }
    }

    /// <summary>Takes no new call and ends with the last one in flight.</summary>
    public void Retire()
    {
        Volatile.Write(ref _retired, 1);
        EndIfIdle();
    }

    /// <summary>Ends it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        Die(new ObjectDisposedException(nameof(ServerConnection), "The client is being closed."));
        await _loops;
        _end.Dispose();
    }

    private void EndIfIdle()
    {
        if (Volatile.Read(ref _retired) == 1 && _pending.IsEmpty)
            Die(new ObjectDisposedException(nameof(ServerConnection), "The connection was given up because the server had been silent on it."));
    }
}

/// <summary>The time for a call is over.</summary>
/// <param name="silent">Nothing at all came on the connection since the call was made.</param>
internal sealed class UnansweredException(Delivery delivery, bool silent) : Exception
{
    public Delivery Delivery => delivery;

    public bool Silent => silent;
}
