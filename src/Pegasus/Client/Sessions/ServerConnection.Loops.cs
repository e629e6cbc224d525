using System.Buffers;
using System.Net.Sockets;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>This part moves bytes and dies.</summary>
internal sealed partial class ServerConnection
{
    private const int BatchBytes = 64 << 10;

    private async Task Receive()
    {
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(_assembler.Free(), _end.Token);
                if (count == 0)
                    throw new ClosedByServerException();
                Volatile.Write(ref _lastReceived, _time.GetTimestamp());
                _assembler.Advance(count);
                while (_assembler.TryNext(out var frame))
                    Deliver(AnswerFrame.Parse(frame));
            }
        }
        catch (Exception e) when (e is SocketException or WireFormatException or ClosedByServerException or OperationCanceledException or ObjectDisposedException)
        {
            Die(e);
        }
    }

    /// <summary>An answer to a call that nobody waits for any more is dropped.</summary>
    private void Deliver(AnswerFrame answer)
    {
        if (_pending.TryGetValue(answer.SeqId, out var call))
        {
            call.Complete(answer);
            _pending.TryRemove(answer.SeqId, out _);
            EndIfIdle();
        }
        else if (answer.SeqId > 0 && answer.SeqId <= Volatile.Read(ref _lastSeqId))
        {
            Log.LateAnswer(_logger, _address, answer.Name, answer.SeqId);
        }
        else
        {
            throw new WireFormatException($"{answer.Name} came for the call {answer.SeqId}, which was never made.");
        }
    }

    /// <summary>Sends what is queued, many calls in one go when they come quickly.</summary>
    private async Task Send()
    {
        var batch = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(_end.Token))
            {
                batch.ResetWrittenCount();
                while (batch.WrittenCount < BatchBytes && _outgoing.Reader.TryRead(out var call))
                {
                    if (call.TryHandOver())
                        batch.Write(call.Frame.Span);
                }

                for (var rest = batch.WrittenMemory; !rest.IsEmpty;)
                    rest = rest[await _socket.SendAsync(rest, _end.Token)..];
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Die(e);
        }
    }

    /// <summary>The first cause stays; every waiter is told.</summary>
    private void Die(Exception cause)
    {
        if (Interlocked.CompareExchange(ref _death, cause, null) is not null)
            return;
        _end.Cancel();
        _socket.Dispose();
        _outgoing.Writer.TryComplete();
        foreach (var (seqId, _) in _pending)
        {
            if (_pending.TryRemove(seqId, out var call))
                call.Fail(cause);
        }
    }
}
