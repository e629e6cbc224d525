using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Wire;

public sealed class WireServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<NodeAddress> _sent = [];
    private readonly PeerClient _client = new(WireGeneration.Address, TimeProvider.System, NullLogger.Instance);
    private readonly Drops _drops = new();
    private readonly WireServer _server;

    public WireServerTests()
    {
        var handlers = new RpcHandlers()
            .Add<ControlMetaRequest, ControlMetaResponse>("RPC_SLOW", async (_, request) =>
            {
                await _release.Task;
                return new ControlMetaResponse { OldLevel = request.Level };
            })
            .Add<ControlMetaRequest, ControlMetaResponse>("RPC_QUICK", (_, request) => new(new ControlMetaResponse { OldLevel = request.Level }))
            .Add("RPC_NEVER", _ => ValueTask.FromResult(RpcAnswer.Never))
            .AddOneWay<BeaconMessage>("RPC_ONE_WAY", (_, beacon) =>
            {
                _sent.Add(beacon.From);
                return ValueTask.CompletedTask;
            });
        _server = new WireServer(new IPEndPoint(IPAddress.Loopback, 0), WireGeneration.Address, handlers, NullLogger.Instance)
        {
            Faults = _drops,
            Http = call => ValueTask.FromResult(new HttpReply(call.Path == "/there" ? 200 : 307, $"{call.Method} {call["a"]}", Location: call.Path == "/there" ? null : "http://x/y")),
        };
        _server.Start();
    }

    private RpcAddress Address => RpcAddress.Of(_server.Endpoint);

    [Fact]
    public async Task CallAsync_AnswersOutOfOrder_EachReachesItsCaller()
    {
        var slow = CallAsync("RPC_SLOW", MetaLevel.Steady);
        var quick = await Task.WhenAll(Enumerable.Range(0, 200).Select(each => CallAsync("RPC_QUICK", (MetaLevel)each)));
        Assert.Equal(Enumerable.Range(0, 200), quick.Select(each => (int)each.Message!.OldLevel));
        Assert.False(slow.IsCompleted);
        _release.SetResult();
        Assert.Equal(MetaLevel.Steady, (await slow).Message!.OldLevel);
    }

    [Fact]
    public async Task CallAsync_UnknownRpc_IsAnEnvelopeErrorAndTheConnectionStays()
    {
        Assert.Equal(ErrorCode.HandlerNotFound, (await CallAsync("RPC_UNKNOWN", MetaLevel.Steady)).Error);
        Assert.True((await CallAsync("RPC_QUICK", MetaLevel.Steady)).Error.IsOk);
    }

    [Fact]
    public async Task CallAsync_NeverAnswered_TimesOut()
        => Assert.Equal(ErrorCode.Timeout, (await CallAsync("RPC_NEVER", MetaLevel.Steady, TimeSpan.FromMilliseconds(50))).Error);

    [Fact]
    public async Task CallAsync_AnswerDropped_WasWorkedOff()
    {
        _drops.Answers = 1;
        Assert.Equal(ErrorCode.Timeout, (await CallAsync("RPC_QUICK", MetaLevel.Steady, TimeSpan.FromMilliseconds(200))).Error);
        Assert.True((await CallAsync("RPC_QUICK", MetaLevel.Steady)).Error.IsOk);
    }

    [Fact]
    public async Task CallAsync_ServerGone_FailsAtOnceAndAgainOnTheNextCall()
    {
        var waiting = CallAsync("RPC_NEVER", MetaLevel.Steady);
        await CallAsync("RPC_QUICK", MetaLevel.Steady);
        await _server.DisposeAsync();
        Assert.Equal(ErrorCode.NetworkFailure, (await waiting).Error);
        Assert.Equal(ErrorCode.NetworkFailure, (await CallAsync("RPC_QUICK", MetaLevel.Steady)).Error);
    }

    [Fact]
    public async Task Send_OneWay_ArrivesInOrder()
    {
        for (var port = 1; port <= 50; port++)
        {
            _client.Send(Address, "RPC_ONE_WAY", new BeaconMessage { From = NodeAddress.Parse($"127.0.0.1:{port}") });
        }

        await Eventually.True("all have arrived", () => _sent.Count == 50);
        Assert.Equal(Enumerable.Range(1, 50), _sent.Select(each => (int)each.Ip.Port));
    }

    [Theory]
    [InlineData("RDSN................")]
    [InlineData("THFT\0\0\0\u0007............")]
    [InlineData("THFT\0\0\0\0\0\0\0\u0031............")]
    public async Task Connection_BadMagicVersionOrLength_IsClosed(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_server.Endpoint);
        await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(0, await ReadAsync(socket));
        Assert.Equal(1, _server.Unreadable);
    }

    [Fact]
    public async Task Connection_ArgumentThatIsNone_IsCountedAndRefused()
    {
        var reply = await _client.CallAsync<BeaconMessage, ControlMetaResponse>(Address, "RPC_QUICK", new BeaconMessage(), Patience, CancellationToken.None);
        Assert.Equal(ErrorCode.InvalidData, reply.Error);
        Assert.Equal(1, _server.Unreadable);
    }

    [Fact]
    public async Task Start_PortInUse_Fails()
    {
        await using var second = new WireServer(_server.Endpoint, WireGeneration.Address, new RpcHandlers(), NullLogger.Instance);
        Assert.Throws<SocketException>(second.Start);
    }

    [Fact]
    public async Task Start_RightAfterTheServerBeforeIt_TakesThePortOver()
    {
        await CallAsync("RPC_QUICK", MetaLevel.Steady);
        await _server.DisposeAsync();
        await using var second = new WireServer(_server.Endpoint, WireGeneration.Address, new RpcHandlers(), NullLogger.Instance);
        second.Start();
        await Eventually.True(
            "the new one answers, once the end of the old connection has been seen",
            async () => (await CallAsync("RPC_QUICK", MetaLevel.Steady)).Error == ErrorCode.HandlerNotFound);
    }

    [Fact]
    public async Task Http_OnTheSamePort_Answers()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://{_server.Endpoint}") };
        Assert.Equal("GET 1", await http.GetStringAsync(new Uri("/there?a=1&b", UriKind.Relative)));
        using var body = new StringContent("body");
        using var posted = await http.PostAsync(new Uri("/there", UriKind.Relative), body);
        Assert.Equal("POST ", await posted.Content.ReadAsStringAsync());
        using var elsewhere = await http.GetAsync(new Uri("/gone", UriKind.Relative));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "http://x/y"), (elsewhere.StatusCode, elsewhere.Headers.Location!.ToString()));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task<int> ReadAsync(TcpClient socket)
    {
        try
        {
            return await socket.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private Task<PeerReply<ControlMetaResponse>> CallAsync(string rpc, MetaLevel level, TimeSpan? timeout = null)
        => _client.CallAsync<ControlMetaRequest, ControlMetaResponse>(
            Address, rpc, new ControlMetaRequest { Level = level }, timeout ?? Patience, CancellationToken.None);

    private sealed class Drops : IWireFaults
    {
        public int Answers { get; set; }

        public bool DropsRequest(RpcCall call) => false;

        public bool DropsAnswer(RpcCall call) => Answers-- > 0;
    }
}
