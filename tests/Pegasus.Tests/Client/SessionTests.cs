using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Tests.Wire;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Client;

/// <summary>One connection under good and bad servers, through remote commands, which every server answers.</summary>
public class SessionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Call_AnswersOutOfOrder_GoToTheirCalls()
    {
        var gates = Enumerable.Range(0, 20).Select(_ => new TaskCompletionSource()).ToArray();
        await using var server = new FakeServer(r => FakeAnswers.Text(r, Command(r)) with { After = gates[int.Parse(Command(r), null)].Task });
        await using var client = Clients.Of(server);
        var calls = Enumerable.Range(0, gates.Length).Select(i => client.At(server.Address).Call($"{i}", [], None)).ToArray();
        await Until(() => server.Received.Count == gates.Length);
        foreach (var gate in gates.Reverse())
            gate.SetResult();
        Assert.Equal(Enumerable.Range(0, gates.Length).Select(i => $"{i}"), await Task.WhenAll(calls));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Call_LateAnswer_IsDroppedAndNotTakenForTheNext()
    {
        var gate = new TaskCompletionSource();
        await using var server = new FakeServer(r => FakeAnswers.Text(r, Command(r)) with { After = Command(r) == "help" ? gate.Task : null });
        await using var client = Clients.Of(Clients.Quick with { ReadTimeout = TimeSpan.FromSeconds(2) }, server);
        var at = client.At(server.Address);
        var late = at.Call("help", [], None);
        await Until(() => server.Received.Count == 1);
        Assert.Equal("server-stat", await at.Call("server-stat", [], None));
        Assert.Equal(Delivery.ReplyLost, (await Assert.ThrowsAsync<NodeUnreachableException>(() => late)).Delivery);
        gate.SetResult();
        for (var i = 0; i < 20; i++)
            Assert.Equal("server-stat", await at.Call("server-stat", [], None));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Call_SilentConnection_IsGivenUpForANewOne()
    {
        var silent = true;
        await using var server = new FakeServer(r => silent ? FakeReply.Silence : FakeAnswers.Text(r, "here"));
        await using var client = Clients.Of(Clients.Impatient, server);
        await Assert.ThrowsAsync<NodeUnreachableException>(() => client.At(server.Address).Call("help", [], None));
        var before = server.Connections;
        silent = false;
        Assert.Equal("here", await client.At(server.Address).Call("help", [], None));
        Assert.Equal(before + 1, server.Connections);
    }

    [Fact]
    public async Task Call_ConnectionReset_FailsEveryWaiterOnceAndTheNextCallConnectsAgain()
    {
        var silent = true;
        await using var server = new FakeServer(r => silent ? FakeReply.Silence : FakeAnswers.Text(r, "here"));
        await using var client = Clients.Of(server);
        var calls = Enumerable.Range(0, 50).Select(_ => client.At(server.Address).Call("help", [], None)).ToArray();
        await Until(() => server.Received.Count == calls.Length);
        silent = false;
        server.CutAll();
        foreach (var call in calls)
            Assert.Equal(Delivery.ReplyLost, (await Assert.ThrowsAsync<NodeUnreachableException>(() => call)).Delivery);
        Assert.Equal("here", await client.At(server.Address).Call("help", [], None));
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(40)]
    public async Task Call_AnswerCutMidFrame_IsALostReply(int length)
    {
        await using var server = new FakeServer(r => new FakeReply(FakeAnswers.Text(r, "whole").Bytes[..length], Close: true));
        await using var client = Clients.Of(server);
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => client.At(server.Address).Call("help", [], None));
        Assert.Equal(Delivery.ReplyLost, error.Delivery);
    }

    [Fact]
    public async Task Call_Garbage_IsUnintelligibleAndTheNextCallConnectsAgain()
    {
        var good = false;
        await using var server = new FakeServer(r => good ? FakeAnswers.Text(r, "here") : new FakeReply("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()));
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.At(server.Address).Call("help", [], None));
        good = true;
        Assert.Equal("here", await client.At(server.Address).Call("help", [], None));
    }

    [Fact]
    public async Task Call_ChangedAnswers_AreEachUnderstoodOrATypedError()
    {
        var random = new Random(7);
        await using var server = new FakeServer(r =>
        {
            lock (random)
                return new FakeReply(Fuzz.Change(FakeAnswers.Text(r, "some text").Bytes, random), Close: true);
        });
        await using var client = Clients.Of(server);
        for (var i = 0; i < 500; i++)
        {
            var error = await Record.ExceptionAsync(() => client.At(server.Address).Call("help", [], None)).WaitAsync(Clients.Quick.ReadTimeout);
            Assert.True(error is null or PegasusException, $"{error}");
        }
    }

    [Fact]
    public async Task Call_AnswerToNobody_EndsTheConnection()
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r with { SeqId = 999 }, "whose?"));
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.At(server.Address).Call("help", [], None));
    }

    [Fact]
    public async Task Call_AnswerOfAnotherMethod_IsUnintelligible()
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r with { Method = "RPC_OTHER" }, "OK"));
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.At(server.Address).Call("help", [], None));
    }

    [Fact]
    public async Task Call_ResultOfAnotherType_FailsThatCallOnly()
    {
        await using var server = new FakeServer(r => Command(r) == "bad" ? FakeAnswers.Only(r, "ERR_OK") : FakeAnswers.Text(r, "good"));
        await using var client = Clients.Of(server);
        Assert.Equal("good", await client.At(server.Address).Call("help", [], None));
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => client.At(server.Address).Call("bad", [], None));
        Assert.Equal("good", await client.At(server.Address).Call("help", [], None));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Call_LongerThanTheCap_IsUnintelligible()
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r, new string('x', 5000)));
        await using var client = Clients.Of(Clients.Quick with { MaxFrameBytes = 4096 }, server);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.At(server.Address).Call("help", [], None));
    }

    [Fact]
    public async Task Call_NobodyListens_WasNotSent()
    {
        Endpoint gone;
        await using (var server = new FakeServer(_ => FakeReply.Silence))
            gone = server.Address;
        await using var client = Clients.Of(Clients.Quick, [gone]);
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => client.At(gone).Call("replica.kill_partition", [], None));
        Assert.Equal(Delivery.NotSent, error.Delivery);
        Assert.Contains("refuses connections", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_CommandWithoutAnswer_HasAnUnknownOutcomeAndIsSentOnce()
    {
        await using var server = new FakeServer(_ => FakeReply.Hangup);
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => client.At(server.Address).Call("replica.kill_partition", ["2", "5"], None));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Call_UnknownCommand_IsAnErrorAlthoughTheEnvelopeSaysOk()
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r, $"unknown command '{Command(r)}'"));
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<WrongRequestException>(() => client.At(server.Address).Call("server-inof", [], None));
    }

    [Fact]
    public async Task Call_EnvelopeError_IsTypedAndTheConnectionStays()
    {
        await using var server = new FakeServer(r => FakeReply.Error(r, "ERR_HANDLER_NOT_FOUND"));
        await using var client = Clients.Of(server);
        for (var i = 0; i < 3; i++)
            Assert.Equal("ERR_HANDLER_NOT_FOUND", (await Assert.ThrowsAsync<RefusedByClusterException>(() => client.At(server.Address).Info(None))).Error);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(9, false)]
    [InlineData(0, false)]
    public async Task Call_SilentServer_IsAskedForKerberos(int status, bool wantsKerberos)
    {
        await using var server = new FakeServer(r => (r.Method, status) switch
        {
            ("RPC_NEGOTIATION", 0) => FakeReply.Error(r, "ERR_HANDLER_NOT_FOUND"),
            ("RPC_NEGOTIATION", _) => Negotiation(r, status),
            _ => FakeReply.Silence,
        });
        await using var client = Clients.Of(Clients.Impatient, server);
        var error = await Assert.ThrowsAnyAsync<PegasusException>(() => client.At(server.Address).Info(None));
        Assert.Equal(wantsKerberos, error is RefusedByClusterException { Error: ErrorNames.Unauthenticated });
        Assert.Equal(wantsKerberos, error.Message.Contains("Kerberos", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_ClusterOfKerberosOnly_IsRefusedWithoutWaitingForALeader()
    {
        await using var meta = new FakeServer(r => r.Method == "RPC_NEGOTIATION" ? Negotiation(r, 2) : FakeReply.Silence);
        await using var client = Clients.Of(Clients.Quick with { StandingTimeout = TimeSpan.FromMilliseconds(300), LeaderDeadline = TimeSpan.FromMinutes(5) }, meta);
        var error = await Assert.ThrowsAsync<RefusedByClusterException>(() => client.Meta.ListNodes(None));
        Assert.Contains("Kerberos", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithCallsInFlight_EndsThem()
    {
        await using var server = new FakeServer(_ => FakeReply.Silence);
        var client = Clients.Of(server);
        var call = client.At(server.Address).Call("help", [], None);
        await Until(() => server.Received.Count == 1);
        await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<NodeUnreachableException>(() => call);
    }

    [Fact]
    public async Task Call_Cancelled_EndsAtOnce()
    {
        await using var server = new FakeServer(_ => FakeReply.Silence);
        await using var client = Clients.Of(server);
        using var cancel = new CancellationTokenSource();
        var call = client.At(server.Address).Call("help", [], cancel.Token);
        await Until(() => server.Received.Count == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_AddressByName_IsResolved()
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r, "here"));
        var named = Endpoint.Parse($"meta1.example:{server.Port}");
        await using var client = Clients.Of(Clients.Quick, [named], host => host == "meta1.example" ? [System.Net.IPAddress.Loopback] : []);
        Assert.Equal("here", await client.At(named).Call("help", [], None));
    }

    private static FakeReply Negotiation(FakeRequest request, int status) => FakeReply.Frame(request, ThriftType.Struct, w =>
    {
        w.I32Field(1, status);
        w.Field(ThriftType.Struct, 2);
        w.Bytes("GSSAPI"u8);
        w.Stop();
    });

    internal static string Command(FakeRequest request)
    {
        if (request.Method != "RPC_CLI_CLI_CALL")
            return request.Method;
        var fields = new Fields(request.Reader(), "command");
        return fields.Next() ? fields.Text() : "";
    }

    internal static async Task Until(Func<bool> condition)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "The condition was not met in time.");
            await Task.Delay(5);
        }
    }
}
