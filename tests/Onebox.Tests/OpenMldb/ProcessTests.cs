using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.ZooKeeper;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>A tablet as a real process that is killed: what it acknowledged is there afterwards, and its session outlives it.</summary>
public sealed class ProcessTests : IAsyncLifetime, IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("onebox-process-");
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly int _port = ChildNode.FreePort();
    private Task _ensemble = Task.CompletedTask;
    private SessionNodeZooKeeper _zk = null!;
    private ChildNode _tablet = null!;

    public async Task InitializeAsync()
    {
        var options = new EmbeddedZooKeeperOptions { Port = _port, DataDirectory = Path.Combine(_directory.FullName, "zk") };
        _ensemble = new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, _stop.Token);
        _zk = new SessionNodeZooKeeper(
            new ZooKeeperOptions { Servers = ConnectString.Parse($"127.0.0.1:{_port}") }, TimeProvider.System, new Random(7), NullLogger.Instance);
        Assert.True(await _zk.ConnectAsync(CancellationToken.None));
        _tablet = new ChildNode(_directory.FullName, "tablet", _port);
        _tablet.Start();
        await RegisteredAsync();
    }

    public async Task DisposeAsync()
    {
        _tablet.Dispose();
        await _zk.CloseAsync();
        await _stop.CancelAsync();
        await _ensemble;
        _directory.Delete(recursive: true);
    }

    public void Dispose()
    {
        _tablet.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Kill9_UnderWrites_LosesNothingAcknowledgedAndRefusesToStartWithinTheSession()
    {
        await CreateAsync();
        var acknowledged = new List<string>();
        using var killed = new CancellationTokenSource();
        var writer = WriteAsync(acknowledged, killed.Token);
        await TestCluster.WaitAsync("writes", () => acknowledged.Count > 200 || writer.IsCompleted);

        await _tablet.SignalAsync(SigKill);
        await killed.CancelAsync();
        await writer;
        Assert.True(await _zk.ExistsAsync($"/openmldb/nodes/{_tablet.Endpoint}"));
        _tablet.Start();
        Assert.Equal(1, await _tablet.ExitAsync());

        await GoneAsync();
        _tablet.Start();
        await RegisteredAsync();
        Assert.Equal(0, Code(await CallAsync("LoadTable", """{"table_meta":{"name":"tx","tid":9,"pid":0,"mode":"kTableLeader","term":1}}""")));
        await TestCluster.WaitAsync("loaded", async () =>
            (string?)(await CallAsync("GetTableStatus", """{"tid":9}"""))["all_table_status"]?[0]?["state"] == "kTableNormal");

        foreach (var key in acknowledged)
        {
            Assert.Equal(0, Code(await CallAsync("Get", JsonSerializer.Serialize(new { tid = 9, pid = 0, key }))));
        }
    }

    [Theory]
    [InlineData(SigTerm)]
    [InlineData(SigInt)]
    public async Task Signal_Tablet_EndsItAndLeavesItsNodeToTheSession(int signal)
    {
        await _tablet.SignalAsync(signal);

        Assert.True(await _zk.ExistsAsync($"/openmldb/nodes/{_tablet.Endpoint}"));
        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("GetTableStatus", "{}"));
        await GoneAsync();
    }

    private Task RegisteredAsync() => TestCluster.WaitAsync(
        "registered", async () => Encoding.UTF8.GetString(await _zk.GetAsync($"/openmldb/nodes/{_tablet.Endpoint}") ?? []) == $"startup_{_tablet.Endpoint}");

    private Task GoneAsync() => TestCluster.WaitAsync("session expired", async () => !await _zk.ExistsAsync($"/openmldb/nodes/{_tablet.Endpoint}"));

    private async Task CreateAsync() => Assert.Equal(0, Code(await CallAsync("CreateTable", """
        {"table_meta":{"name":"tx","tid":9,"pid":0,"mode":"kTableLeader","term":1,"column_desc":[{"name":"k","data_type":"kString"}],
        "column_key":[{"index_name":"i","col_name":["k"],"ttl":{}}]}}
        """)));

    private async Task WriteAsync(List<string> acknowledged, CancellationToken killed)
    {
        for (var index = 0; !killed.IsCancellationRequested; index++)
        {
            var put = JsonSerializer.Serialize(new { tid = 9, pid = 0, time = 1, value = "AQE=", dimensions = new[] { new { key = $"k{index}", idx = 0 } } });
            try
            {
                if (Code(await CallAsync("Put", put)) == 0)
                {
                    acknowledged.Add($"k{index}");
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static int Code(JsonNode reply) => (int)reply["code"]!;

    private async Task<JsonNode> CallAsync(string method, string body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://{_tablet.Endpoint}/TabletServer/{method}") { Content = new StringContent(body) };
        message.Headers.TryAddWithoutValidation("Authorization", "foo");
        using var reply = await _http.SendAsync(message);
        return JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
    }
}
