using System.Net.Sockets;
using System.Threading.Channels;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>What a connection is yet to send, in order. What is ready together goes out together.</summary>
internal sealed class OutgoingFrames(Socket socket)
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { SingleReader = true });

    public void Add(ReadOnlyMemory<byte> frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Sends until cancelled or until the connection breaks: then the socket is closed, which ends the reading too.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var batch = new List<ArraySegment<byte>>();
            while (await _frames.Reader.WaitToReadAsync(stopping))
            {
                batch.Clear();
                while (batch.Count < 256 && _frames.Reader.TryRead(out var frame))
                {
                    batch.Add(Segment(frame));
                }

                await SendAsync(batch, stopping);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            socket.Close();
        }
    }

    private static ArraySegment<byte> Segment(ReadOnlyMemory<byte> frame)
        => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(frame, out var segment) ? segment : frame.ToArray();

    private async Task SendAsync(List<ArraySegment<byte>> batch, CancellationToken stopping)
    {
        if (batch.Count == 1)
        {
            ReadOnlyMemory<byte> left = batch[0];
            while (left.Length > 0)
            {
                left = left[await socket.SendAsync(left, SocketFlags.None, stopping)..];
            }

            return;
        }

        var joined = new byte[batch.Sum(each => each.Count)];
        var at = 0;
        foreach (var each in batch)
        {
            each.CopyTo(joined, at);
            at += each.Count;
        }

        batch.Clear();
        batch.Add(joined);
        await SendAsync(batch, stopping);
    }
}
