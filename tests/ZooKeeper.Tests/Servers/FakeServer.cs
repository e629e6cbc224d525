using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Nightshift.ZooKeeper.Protocol;
using Nightshift.ZooKeeper.Sessions;

namespace Nightshift.ZooKeeper.Tests.Servers;

/// <summary>Speaks the protocol as far as the handshake, records every request, and answers as the test says: rightly, wrongly or not at all.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<RequestHeader> _requests = Channel.CreateUnbounded<RequestHeader>();
    private readonly Func<RequestHeader, byte[]?> _answer;
    private readonly int _timeout;
    private readonly Task _serving;

    public FakeServer(int timeout, Func<RequestHeader, byte[]?> answer)
    {
        (_timeout, _answer) = (timeout, answer);
        _listener.Start();
        _serving = Serve();
    }

    public ServerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>How many connections from now on are accepted and never answered.</summary>
    public int MuteConnections { get; set; }

    public ChannelReader<RequestHeader> Requests => _requests.Reader;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await Talk(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
            }
        }
    }

    private async Task Talk(NetworkStream stream)
    {
        await using var frames = new FrameStream(stream, 1024);
        await frames.ReadOne(_stop.Token);
        if (MuteConnections > 0)
        {
            MuteConnections--;
            await frames.ReadOne(_stop.Token);
        }

        await stream.WriteAsync(FrameBuffer.Of(new ConnectResponse(0, _timeout, 7, new byte[16], false)), _stop.Token);
        while (true)
        {
            var header = Header(await frames.ReadOne(_stop.Token));
            _requests.Writer.TryWrite(header);
            if (_answer(header) is { } answer)
                await stream.WriteAsync(answer, _stop.Token);
        }
    }

    private static RequestHeader Header(byte[] frame)
    {
        var reader = new JuteReader(frame);
        return RequestHeader.Read(ref reader);
    }
}
