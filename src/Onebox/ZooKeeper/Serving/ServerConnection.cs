using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Serving;

/// <summary>
/// One client's socket: cuts what comes into frames for the server's thread, and sends what that thread hands back, in order. The state
/// of the dialogue belongs to the server's thread.
/// </summary>
internal sealed class ServerConnection(Socket socket, int maxRequestBytes)
{
    /// <summary>A client that reads so little that this much waits for it is cut off.</summary>
    private const int MostUnsentBytes = 64 * 1024 * 1024;

    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private long _unsent;

    /// <summary>0 until the client has opened or resumed a session.</summary>
    public long SessionId { get; set; }

    public List<Identity> Identities { get; } = [];

    public HashSet<string> Watched { get; } = new(StringComparer.Ordinal);

    /// <summary>Set by the server's thread: nothing that arrives after it is looked at.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Serves until the client or the server ends it.</summary>
    public async Task Run(ChannelWriter<Work> work, CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        if (socket.RemoteEndPoint is IPEndPoint peer)
            Identities.Add(new Identity("ip", peer.Address.ToString()));
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Send(stream, end);
        try
        {
            await Receive(stream, work, end.Token);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException or ZooKeeperProtocolException)
        {
            // However a client goes, its going is the news.
        }
        finally
        {
            await work.WriteAsync(new ConnectionEnded(this), CancellationToken.None);
            _outgoing.Writer.TryComplete();
            await end.CancelAsync();
            await sending;
        }
    }

    public void Send(byte[] bytes)
    {
        if (Interlocked.Add(ref _unsent, bytes.Length) > MostUnsentBytes)
            socket.Dispose();
        else
            _outgoing.Writer.TryWrite(bytes);
    }

    /// <summary>Ends the connection once what was sent before has left.</summary>
    public void End() => _outgoing.Writer.TryComplete();

    private async Task Send(NetworkStream stream, CancellationTokenSource end)
    {
        try
        {
            await foreach (var bytes in _outgoing.Reader.ReadAllAsync(end.Token))
            {
                await stream.WriteAsync(bytes, end.Token);
                Interlocked.Add(ref _unsent, -bytes.Length);
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException or SocketException)
        {
            await end.CancelAsync();
        }
    }

    private async Task Receive(NetworkStream stream, ChannelWriter<Work> work, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var first = true;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (first && buffer.Length >= FrameParser.HeaderSize)
            {
                first = false;
                if (FourLetterWords.Recognize(Encoding.ASCII.GetString(buffer.Slice(0, FrameParser.HeaderSize))) is { } word)
                {
                    await work.WriteAsync(new WordArrived(this, word), cancellationToken);
                    buffer = buffer.Slice(FrameParser.HeaderSize);
                }
            }

            while (FrameParser.TryTake(ref buffer, maxRequestBytes, out var payload))
                await work.WriteAsync(new FrameArrived(this, payload.ToArray()), cancellationToken);
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                break;
        }

        await reader.CompleteAsync();
    }
}
