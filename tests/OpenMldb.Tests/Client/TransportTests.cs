using System.Net;
using System.Net.Sockets;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Client;

/// <summary>What comes of a call when transport or server misbehave.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private readonly Rig _rig = Rig.Create();
    private FakeServer _server = null!;
    private ITablet _tablet = null!;

    public Task InitializeAsync()
    {
        _server = _rig.Add();
        _tablet = _rig.TabletOf(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task EveryRequest_CarriesAuthorization_OnOneConnection()
    {
        _server.On("GetTableStatus", Sample.TableStatus);
        for (var i = 0; i < 3; i++)
            await _tablet.GetTableStatus(default);
        Assert.All(_server.Requests, r => Assert.Equal("foo", r.Authorization));
        Assert.Equal(1, _server.ConnectionCount);
    }

    [Fact]
    public async Task Authorization_OfAUser_IsSentAsItIs()
    {
        await using var rig = new Rig { Options = new OpenMldbClientOptions { Authorization = "uroot:1e3b0c44" } };
        var server = rig.Add().On("GetTableStatus", Sample.TableStatus);
        await rig.TabletOf(server).GetTableStatus(default);
        Assert.Equal("uroot:1e3b0c44", server.Requests.Single().Authorization);
        Assert.DoesNotContain("1e3b", rig.Options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_HasCodeMessageSubjectAndNextStep()
    {
        _server.On("OfflineEndpoint", Sample.FailoverOn);
        var refusal = await Assert.ThrowsAsync<RefusedByClusterException>(
            () => _rig.Client.NameserverAt(_server.Endpoint).OfflineEndpoint(Rig.At("127.0.0.1:10921"), null, default));
        Assert.Equal(
            $"tablet 127.0.0.1:10921: nameserver {_server.Endpoint} refused OfflineEndpoint (301 auto_failover is enabled); set auto_failover to false for as long as this takes.",
            refusal.Message);
        Assert.Equal((ReturnCode.AutoFailoverIsEnabled, Operation.OfflineEndpoint, _server.Endpoint), (refusal.Code, refusal.Call.Operation, refusal.Call.Address!.Value));
    }

    [Fact]
    public async Task Refusal_UnknownCodeAndHostileMessage_IsKeptAndCleaned()
    {
        _server.On("RecoverSnapshot", "{\"code\":77777,\"msg\":\"a\\u001b[31m\\nb\\u202e\"}");
        var refusal = await Assert.ThrowsAsync<RefusedByClusterException>(() => _tablet.RecoverSnapshot(Sample.TxId, StorageMode.Memory, default));
        Assert.Equal(77777, (int)refusal.Code);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
        Assert.DoesNotContain('\u202e', refusal.Message);
    }

    [Fact]
    public async Task NobodyListens_IsNotSent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var free = Endpoint.Parse($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(
            () => _rig.Client.TabletAt(free, free).ChangeRole(new ChangeRole(Sample.TxId, TableMode.Follower, null, []), default));
        Assert.Equal(Delivery.NotSent, error.Delivery);
        Assert.Contains("refuses connections", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplyLost_Command_IsSentOnceAndOutcomeUnknown()
    {
        _server.On("ChangeRole", _ => FakeReply.Silence);
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => _tablet.ChangeRole(new ChangeRole(Sample.TxId, TableMode.Follower, null, []), default));
        Assert.Equal(Delivery.ReplyLost, Assert.IsType<NodeUnreachableException>(error.InnerException).Delivery);
        Assert.Equal(1, _server.Count("ChangeRole"));
    }

    [Fact]
    public async Task ReplyLost_OnKeptConnection_CommandIsNotRepeatedBehindOurBack()
    {
        _server.On("GetTableStatus", Sample.TableStatus).On("ChangeRole", _ => FakeReply.Silence);
        await _tablet.GetTableStatus(default);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _tablet.ChangeRole(new ChangeRole(Sample.TxId, TableMode.Follower, null, []), default));
        Assert.Equal(1, _server.Count("ChangeRole"));
        Assert.Equal(1, _server.ConnectionCount);
    }

    [Fact]
    public async Task ReplyLost_Read_IsRepeated()
    {
        _server.On("GetTableStatus", FakeReply.Silence, FakeReply.Cut(Sample.TableStatus, 20), FakeReply.Json(Sample.TableStatus));
        Assert.NotNull(await _tablet.GetTableStatus(Sample.TxId, default));
        Assert.Equal(3, _server.Count("GetTableStatus"));
    }

    [Fact]
    public async Task ReplyLost_IdempotentThenRefused_StaysInDoubt()
    {
        var nameserver = _rig.Client.NameserverAt(_server.Endpoint);
        _server.On("ConfSet", FakeReply.Silence, FakeReply.Json("""{"code":304,"msg":"set zk failed"}"""));
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => nameserver.ConfSet("auto_failover", "false", default));
        Assert.Equal(2, _server.Count("ConfSet"));
    }

    [Fact]
    public async Task NoAnswerInTime_IsReplyLost()
    {
        await using var rig = new Rig { Options = new OpenMldbClientOptions { ReadTimeout = TimeSpan.FromSeconds(1), MaxAttempts = 1 } };
        var server = rig.Add().On("GetTermPair", _ => FakeReply.Hang);
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => rig.TabletOf(server).GetTermPair(Sample.TxId, StorageMode.Memory, default));
        Assert.Equal(Delivery.ReplyLost, error.Delivery);
        Assert.Contains("within 1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OurOwnCancellation_IsACancellation()
    {
        using var cancel = new CancellationTokenSource();
        _server.On("GetTermPair", _ =>
        {
            cancel.Cancel();
            return FakeReply.Hang;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _tablet.GetTermPair(Sample.TxId, StorageMode.Memory, cancel.Token));
    }

    [Fact]
    public async Task WrongAuthorization_SilentClose_SaysSo()
    {
        await using var rig = new Rig { Options = new OpenMldbClientOptions { Authorization = "", MaxAttempts = 1 } };
        var server = rig.Add().On("GetTermPair", _ => FakeReply.Silence);
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => rig.TabletOf(server).GetTermPair(Sample.TxId, StorageMode.Memory, default));
        Assert.Contains("another Authorization", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, 1002, true)]
    [InlineData(HttpStatusCode.NotFound, 1001, true)]
    [InlineData(HttpStatusCode.BadRequest, 1003, false)]
    public async Task BrpcError_OfTheRequest_IsWrongRequest(HttpStatusCode status, int code, bool unsupported)
    {
        _server.On("DeleteOP", _ => FakeReply.Brpc(status, code, "Fail to parse http body"));
        var error = await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Client.NameserverAt(_server.Endpoint).DeleteOp(1, default));
        Assert.Equal((code, unsupported), (error.BrpcCode!.Value, error.IsUnsupported));
    }

    [Fact]
    public async Task BrpcError_Sorted_ByWhatItSaysOfTheRequest()
    {
        Task Command() => _tablet.MakeSnapshot(Sample.TxId, StorageMode.Memory, default);
        _server.On("MakeSnapshot", _ => FakeReply.Brpc(HttpStatusCode.ServiceUnavailable, 2004, "Reached server's max_concurrency"));
        Assert.Equal(Delivery.NotSent, (await Assert.ThrowsAsync<NodeUnreachableException>(Command)).Delivery);
        _server.On("MakeSnapshot", _ => FakeReply.Brpc(HttpStatusCode.GatewayTimeout, 1008, "timed out"));
        await Assert.ThrowsAsync<OutcomeUnknownException>(Command);
        _server.On("MakeSnapshot", _ => FakeReply.Brpc(HttpStatusCode.InternalServerError, 2001, "internal"));
        Assert.Equal(2001, Assert.IsType<UnintelligibleAnswerException>((await Assert.ThrowsAsync<OutcomeUnknownException>(Command)).InnerException).BrpcCode);
        _server.On("MakeSnapshot", _ => FakeReply.Brpc(HttpStatusCode.Unauthorized, 1004, "auth"));
        Assert.Equal((ReturnCode.NotAuthorized, 1004), await Assert.ThrowsAsync<RefusedByClusterException>(Command) is var e ? (e.Code, e.BrpcCode!.Value) : default);
        Assert.Equal(4, _server.Count("MakeSnapshot"));
    }

    [Fact]
    public async Task Answer_NoHttp_IsUnintelligible()
    {
        _server.On("GetTermPair", _ => FakeReply.Raw("PRPC\0\0\0\0 this is no HTTP at all\r\n\r\n"));
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => _tablet.GetTermPair(Sample.TxId, StorageMode.Memory, default));
    }

    [Fact]
    public async Task Answer_Unintelligible_ToACommand_IsOutcomeUnknown()
    {
        _server.On("ChangeRole", """{"msg":"ok"}""");
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _tablet.ChangeRole(new ChangeRole(Sample.TxId, TableMode.Follower, null, []), default));
    }

    [Fact]
    public async Task Answer_TooLong_IsUnintelligible()
    {
        await using var rig = new Rig { Options = new OpenMldbClientOptions { MaxBulkResponseBytes = 100 } };
        var server = rig.Add().On("GetTableStatus", Sample.TableStatus);
        var error = await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => rig.TabletOf(server).GetTableStatus(default));
        Assert.Contains("100 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_Faulty_AreAllNamedAtOnce()
    {
        await using var rig = new Rig
        {
            Options = new OpenMldbClientOptions { Authorization = "foo\r\nX: y", ReadTimeout = Timeout.InfiniteTimeSpan, CommandTimeout = TimeSpan.MaxValue, MaxAttempts = 0 },
        };
        var error = Assert.Throws<ArgumentException>(() => rig.Client);
        Assert.All(["Authorization", "ReadTimeout", "CommandTimeout", "MaxAttempts"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("X: y", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_WithoutAddress_IsWrongRequest() =>
        await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Client.TabletAt(Rig.At("t1"), Rig.At("t1")).GetTableStatus(default));
}
