using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;

namespace Nightshift.Pegasus.Tests.Client;

/// <summary>HTTP on the port of the RPC, and the counts of a replica server of each version.</summary>
public class PageTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Config_Value_IsReadAndAMissingKeyIsNull()
    {
        await using var server = Pages(p => p switch
        {
            "/config?name=fd_grace_seconds" => FakeServer.Page("""{"name":"fd_grace_seconds","value":"22"}"""),
            "/recentStartTime" => FakeServer.Page("""{"RecentStartTime":"2026-11-20 10:00:00"}"""),
            _ => FakeServer.Page("ERR_OBJECT_NOT_FOUND: nothing is not found"),
        });
        await using var client = Clients.Of(server);
        Assert.Equal("22", await client.At(server.Address).Config("fd_grace_seconds", None));
        Assert.Null(await client.At(server.Address).Config("nothing", None));
        Assert.Equal("2026-11-20 10:00:00", await client.At(server.Address).RecentStartTime(None));
    }

    [Fact]
    public async Task Config_Redirect_IsNotFollowed()
    {
        await using var other = Pages(_ => FakeServer.Page("""{"value":"1"}"""));
        await using var server = Pages(_ => $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{other.Address}/config\r\nContent-Length: 0\r\n\r\n");
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<RefusedByClusterException>(() => client.At(server.Address).Config("x", None));
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Config_EmptyOrLongPage_IsUnintelligible()
    {
        await using var server = Pages(p => FakeServer.Page(p.EndsWith("long", StringComparison.Ordinal) ? new string('x', 5000) : ""));
        await using var client = Clients.Of(Clients.Quick with { MaxPageBytes = 4096 }, server);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.At(server.Address).Config("empty", None));
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.At(server.Address).Config("long", None));
    }

    [Fact]
    public async Task UpdateConfig_Refusal_IsThrown()
    {
        await using var server = Pages(p => p == "/updateConfig?good=1"
            ? FakeServer.Page("""{"update_status":"ERR_OK"}""")
            : FakeServer.Page("""{"update_status":"ERR_INVALID_PARAMETERS: bad is not mutable"}"""));
        await using var client = Clients.Of(server);
        await client.At(server.Address).UpdateConfig("good", "1", None);
        await Assert.ThrowsAsync<RefusedByClusterException>(() => client.At(server.Address).UpdateConfig("bad", "1", None));
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("pages")]
    [InlineData("list")]
    public async Task Counts_OfEachVersion_AreRead(string from)
    {
        await using var server = new FakeServer(
            r => FakeAnswers.Text(r, """
                {"result":"OK","timestamp":1,"timestamp_str":"","counters":[{"name":"replica*eon.replica_stub*replica(Count)","type":"NUMBER","value":7},
                {"name":"replica*eon.replica_stub*opening.replica(Count)","type":"NUMBER","value":2},{"name":"replica*eon.replica_stub*closing.replica(Count)","type":"NUMBER","value":1}]}
                """),
            p => (from, p) switch
            {
                ("metrics", _) when p.StartsWith("/metrics?", StringComparison.Ordinal) => FakeServer.Page("""
                    {"cluster":"c","role":"replica","entities":[{"type":"server","id":"replica","attributes":{},"metrics":[{"name":"total_replicas","value":7},
                    {"name":"opening_replicas","value":2},{"name":"closing_replicas","value":1}]}]}
                    """),
                ("pages", _) when p.StartsWith("/metrics?", StringComparison.Ordinal) => FakeServer.Page("""{"entities":[]}"""),
                ("pages", "/perfCounter?name=replica*eon.replica_stub*replica(Count)") => FakeServer.Page("""{"value":"7.00"}"""),
                ("pages", "/perfCounter?name=replica*eon.replica_stub*opening.replica(Count)") => FakeServer.Page("""{"value":"2.00"}"""),
                ("pages", "/perfCounter?name=replica*eon.replica_stub*closing.replica(Count)") => FakeServer.Page("""{"value":"1.00"}"""),
                _ => FakeServer.Page("service not found", "404 Not Found"),
            });
        await using var client = Clients.Of(server);
        var counts = await client.Replica(At(server)).Counts(None);
        Assert.Equal(new ReplicaCounts(7, 2, 1), counts);
    }

    [Fact]
    public async Task KillPartition_NoPartition_IsNeverSent()
    {
        await using var server = new FakeServer(r => FakeAnswers.Text(r, "ERR_OK"));
        await using var client = Clients.Of(server);
        await Assert.ThrowsAsync<WrongRequestException>(() => client.Replica(At(server)).KillPartition(new Gpid(-1, -1), None));
        Assert.True(await client.Replica(At(server)).KillPartition(new Gpid(2, 0), None));
        Assert.Single(server.Received);
    }

    private static FakeServer Pages(Func<string, string> page) => new(_ => FakeReply.Silence, page);

    private static Server At(FakeServer server) => new(server.Address, System.Net.IPEndPoint.Parse(server.Address.ToString()), false);
}
