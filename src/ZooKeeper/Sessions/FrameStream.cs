using System.Buffers;
using System.IO.Pipelines;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>Reads whole frames from a stream, none longer than the cap.</summary>
internal sealed class FrameStream(Stream stream, int cap) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Waits for bytes and hands every whole frame to <paramref name="handle"/>; false at the end of the stream.</summary>
    /// <exception cref="ZooKeeperProtocolException">A frame is too long, or the stream ends inside one.</exception>
    public async ValueTask<bool> Read(Action<byte[]> handle, CancellationToken cancellationToken)
    {
        var result = await _reader.ReadAsync(cancellationToken);
        var buffer = result.Buffer;
        while (FrameParser.TryTake(ref buffer, cap, out var payload))
            handle(payload.ToArray());
        _reader.AdvanceTo(buffer.Start, buffer.End);
        if (result.IsCompleted && !buffer.IsEmpty)
            throw new ZooKeeperProtocolException($"the stream ended inside a frame, {buffer.Length} bytes into it");
        return !result.IsCompleted;
    }

    /// <summary>Takes exactly one frame; what comes behind it stays.</summary>
    public async ValueTask<byte[]> ReadOne(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (FrameParser.TryTake(ref buffer, cap, out var payload))
            {
                var frame = payload.ToArray();
                _reader.AdvanceTo(buffer.Start);
                return frame;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new EndOfStreamException("the server closed the connection before it answered");
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();
}
