using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.ZooKeeper.Protocol;
using Nightshift.ZooKeeper.Tests.Servers;

namespace Nightshift.ZooKeeper.Tests.Sessions;

public sealed class SessionWireTests : IDisposable
{
    private static readonly ZNodePath Path = ZNodePath.Parse("/a");

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task Idle_ForAThirdOfTheTimeout_SendsAPing()
    {
        await using var server = new FakeServer(900, header => Done(header.Xid));
        await using var client = await Connect(server);
        for (var pings = 0; pings < 3; pings++)
            Assert.Equal(new RequestHeader(Xids.Ping, OpCode.Ping), await server.Requests.ReadAsync(_deadline.Token));
    }

    [Fact]
    public async Task Reply_ToNothing_BreaksTheConnectionNotTheSession()
    {
        var wrong = true;
        await using var server = new FakeServer(20_000, header =>
        {
            var xid = wrong ? header.Xid + 1 : header.Xid;
            wrong = false;
            return Done(xid);
        });
        await using var client = await Connect(server);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => client.Delete(Path, 0, _deadline.Token));
        Assert.True(lost.OutcomeUnknown);
        Assert.IsType<ZooKeeperProtocolException>(lost.InnerException);
        await client.Delete(Path, 0, _deadline.Token);
    }

    [Fact]
    public async Task Reply_Expired_IsReportedAsSuch()
    {
        await using var server = new FakeServer(20_000, header => FrameBuffer.Of(new ReplyHeader(header.Xid, 1, ErrorCode.SessionExpired)));
        await using var client = await Connect(server);
        Assert.Equal(7, (await Assert.ThrowsAsync<SessionExpiredException>(() => client.Delete(Path, 0, _deadline.Token))).SessionId);
    }

    [Theory]
    [InlineData(ErrorCode.BadArguments)]
    [InlineData(ErrorCode.Unimplemented)]
    public async Task Reply_WrongRequest_IsSortedSo(ErrorCode code)
    {
        await using var server = new FakeServer(20_000, header => FrameBuffer.Of(new ReplyHeader(header.Xid, 1, code)));
        await using var client = await Connect(server);
        Assert.Equal(code, (await Assert.ThrowsAsync<ZooKeeperRequestException>(() => client.Delete(Path, 0, _deadline.Token))).Code);
    }

    [Fact]
    public async Task Reply_CodeNobodyKnows_IsARefusalWithItsNumber()
    {
        await using var server = new FakeServer(20_000, header => FrameBuffer.Of(new ReplyHeader(header.Xid, 1, (ErrorCode)(-999))));
        await using var client = await Connect(server);
        var refused = await Assert.ThrowsAsync<ZooKeeperRefusedException>(() => client.Exists(Path, _deadline.Token));
        Assert.Equal(-999, (int)refused.Code);
    }

    [Fact]
    public async Task Dispose_GoodbyeUnanswered_IsBounded()
    {
        await using var server = new FakeServer(20_000, _ => null);
        var client = await Connect(server);
        await client.DisposeAsync().AsTask().WaitAsync(_deadline.Token);
        Assert.Equal(OpCode.CloseSession, (await server.Requests.ReadAsync(_deadline.Token)).Type);
    }

    [Fact]
    public async Task Connect_FirstConnectionIsNeverAnswered_TriesAgainLongBeforeTheSessionTimeout()
    {
        await using var server = new FakeServer(9000, header => Done(header.Xid)) { MuteConnections = 1 };
        var options = Options(server.Address.ToString()) with { SessionTimeout = TimeSpan.FromSeconds(9), UnreachableAfter = TimeSpan.FromSeconds(8) };
        await using var client = await ZooKeeperClient.Connect(
            options, TimeProvider.System, new Random(1), NullLogger<ZooKeeperClient>.Instance, _deadline.Token);
        Assert.Equal(SessionState.Connected, client.State);
        Assert.Equal(0, server.MuteConnections);
    }

    private static ZooKeeperOptions Options(string servers) =>
        new() { Servers = ConnectString.Parse(servers), CloseTimeout = TimeSpan.FromMilliseconds(500) };

    private static byte[] Done(int xid) => FrameBuffer.Of(new ReplyHeader(xid, 1, ErrorCode.Ok));

    private Task<ZooKeeperClient> Connect(FakeServer server) => ZooKeeperClient.Connect(
        Options(server.Address.ToString()),
        TimeProvider.System, new Random(1), NullLogger<ZooKeeperClient>.Instance, _deadline.Token);
}
