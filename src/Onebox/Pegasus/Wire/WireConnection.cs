using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// One accepted connection. Handlers start in the order of the requests, on the reading loop, and answer when they are ready: answers may
/// overtake each other.
/// </summary>
internal sealed class WireConnection(WireServer server, Socket socket)
{
    private readonly IPEndPoint _peer = (IPEndPoint)socket.RemoteEndPoint!;
    private readonly OutgoingFrames _outgoing = new(socket);

    /// <summary>Serves until the peer or the server ends it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var sending = _outgoing.RunAsync(stop.Token);
        var stream = new NetworkStream(socket, ownsSocket: true);
        var input = PipeReader.Create(stream);
        try
        {
            await ReadAsync(input, stop.Token);
        }
        catch (ThriftException error)
        {
            server.CountUnreadable();
            server.Log.ConnectionClosed(_peer, error.Message);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            server.Log.ConnectionEnded(_peer, error.Message);
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
            await stream.DisposeAsync();
        }
    }

    private async Task ReadAsync(PipeReader input, CancellationToken stopping)
    {
        Parse? parse = null;
        while (true)
        {
            var read = await input.ReadAsync(stopping);
            var buffer = read.Buffer;
            if (parse is null && buffer.Length >= 4)
            {
                parse = Choose(buffer);
            }

            while (parse is not null && parse(ref buffer, stopping))
            {
                // Every whole request in the buffer is started before more is read.
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private delegate bool Parse(ref ReadOnlySequence<byte> buffer, CancellationToken stopping);

    private Parse Choose(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(head);
        return head.SequenceEqual("THFT"u8) ? ParseRpc
            : head.SequenceEqual("GET "u8) || head.SequenceEqual("POST"u8) ? ParseHttp
            : throw new ThriftException("unknown header type");
    }

    private bool ParseRpc(ref ReadOnlySequence<byte> buffer, CancellationToken stopping)
    {
        if (RequestFrame.TryRead(ref buffer) is not { } frame)
        {
            return false;
        }

        _ = AnswerAsync(new RpcCall(frame, _peer, server.Generation, stopping));
        return true;
    }

    private bool ParseHttp(ref ReadOnlySequence<byte> buffer, CancellationToken stopping)
    {
        if (HttpFrame.TryRead(ref buffer) is not { } call)
        {
            return false;
        }

        _ = AnswerAsync(call);
        return true;
    }

    private async Task AnswerAsync(RpcCall call)
    {
        if (server.Faults?.DropsRequest(call) == true)
        {
            return;
        }

        var answer = await InvokeAsync(call);
        if (answer == RpcAnswer.Never || call.Frame.OneWay || server.Faults?.DropsAnswer(call) == true)
        {
            return;
        }

        _outgoing.Add(ReplyFrame.Write(answer.Error, call.Name, call.Frame.SeqId, server.Generation, answer.Result));
    }

    private async Task<RpcAnswer> InvokeAsync(RpcCall call)
    {
        try
        {
            return server.Handlers.Find(call) is { } handler ? await handler(call) : RpcAnswer.Failed(ErrorCode.HandlerNotFound);
        }
        catch (ThriftException error)
        {
            server.CountUnreadable();
            server.Log.RequestUnreadable(call.Name, _peer, error.Message);
            return RpcAnswer.Failed(ErrorCode.InvalidData);
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            return RpcAnswer.Never;
        }
        catch (Exception error)
        {
            server.Log.HandlerFailed(error, call.Name);
            return RpcAnswer.Never;
        }
    }

    private async Task AnswerAsync(HttpCall call)
    {
        try
        {
            _outgoing.Add(HttpFrame.Write(await server.Http(call)));
        }
        catch (Exception error)
        {
            server.Log.HandlerFailed(error, call.Path);
            _outgoing.Add(HttpFrame.Write(new HttpReply(500, error.Message)));
        }
    }
}
