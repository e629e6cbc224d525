using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>What brpc's HTTP does before and around a method.</summary>
public sealed class HttpTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private readonly TestCluster _cluster = shared.Cluster;

    private string Nameserver => _cluster.Nameservers[0].Endpoint;

    [Fact]
    public async Task FirstRequest_WithoutAuthorization_IsClosedWithoutAnswer()
        => Assert.Empty(await RawAsync("POST /NameServer/ConfGet HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"));

    [Theory]
    [InlineData("Authorization: foo\r\n")]
    [InlineData("Authorization: \r\n")]
    public async Task SecondRequest_WithoutAuthorization_IsAnswered(string header)
    {
        var text = await RawAsync(
            $"POST /NameServer/ConfGet HTTP/1.1\r\nHost: x\r\n{header}Content-Length: 2\r\n\r\n{{}}",
            "POST /NameServer/ShowDatabase HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");

        Assert.Contains("\"conf\":{\"auto_failover\":\"false\"}", text, StringComparison.Ordinal);
        Assert.Contains("\"db\":[\"bank\"]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuiltinPage_First_NeedsNoAuthorizationAndOpensTheConnection()
    {
        var text = await RawAsync(
            "GET /health HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /NameServer/ConfGet HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");

        Assert.Contains("OK", text, StringComparison.Ordinal);
        Assert.Contains("\"conf\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health", "OK")]
    [InlineData("/version", "0.9.2-test")]
    [InlineData("/status", "version: 0.9.2-test")]
    public async Task BuiltinPage_Open_Answers(string path, string begins)
        => Assert.StartsWith(begins, await (await _cluster.SendAsync(Nameserver, path, "")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("/vars")]
    [InlineData("/flags")]
    [InlineData("/NoService/Method")]
    [InlineData("/NameServer/NoMethod")]
    public async Task UnknownPath_WithAuthorization_Answers404WithBrpcShape(string path)
    {
        using var reply = await _cluster.SendAsync(Nameserver, path, "{}");

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Equal("1002", reply.Headers.GetValues("x-bd-error-code").Single());
        Assert.StartsWith($"[{Nameserver}][E1002]", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"name":"tx"}""")]
    [InlineData("""{"name":"tx","pid":null}""")]
    [InlineData("""{"name":"tx","pid":"x"}""")]
    [InlineData("""{"name":"tx","pid":-1}""")]
    public async Task Body_MalformedOrWithoutRequiredField_Answers400WithBrpcShape(string body)
    {
        using var reply = await _cluster.SendAsync(Nameserver, "/NameServer/ChangeLeader", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("text/plain", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal("1003", reply.Headers.GetValues("x-bd-error-code").Single());
        Assert.StartsWith($"[{Nameserver}][E1003]", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/NameServer/ConfGet", "anything")]
    [InlineData("/openmldb.nameserver.NameServer/ConfGet", "{}")]
    [InlineData("/NameServer/ShowOPStatus", """{"pid":"no number","unknown":1,"db":7}""")]
    public async Task Body_FieldlessTypeOrWrongOptional_IsAccepted(string path, string body)
    {
        using var reply = await _cluster.SendAsync(Nameserver, path, body);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.NotNull(reply.Content.Headers.ContentLength);
        Assert.Equal("application/json", reply.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Numbers_DecimalStringsAndEnumNumbers_AreRead()
    {
        using var reply = await _cluster.SendAsync(
            Nameserver, "/NameServer/UpdateTableAliveStatus",
            $$"""{"name":"tx","db":"bank","pid":"9","endpoint":"{{_cluster.Tablets[0].Endpoint}}","is_alive":true}""");

        Assert.Contains("321", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> RawAsync(params string[] requests)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(Nameserver));
        var answer = new StringBuilder();
        var buffer = new byte[16384];
        foreach (var request in requests)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            int length;
            do
            {
                length = await socket.ReceiveAsync(buffer, limit.Token);
                answer.Append(Encoding.UTF8.GetString(buffer, 0, length));
            }
            while (length > 0 && request == requests[^1]);
        }

        return answer.ToString();
    }
}
