using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Onebox.Components;
using Nightshift.Onebox.Components.TaskManager;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Components;

public sealed class TaskManagerTests : IDisposable
{
    private static readonly HttpClient Http = new();
    private readonly string _root = Directory.CreateTempSubdirectory("taskmanager-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Standby_WhileAnotherLeads_DoesNotListenAndTakesOverAsJobsAreLost()
    {
        Directory.CreateDirectory(Path.Combine(_root, "taskmanager"));
        await using var zooKeeper = await DebianZooKeeper.Start();
        using var stopFirst = new CancellationTokenSource();
        using var stopSecond = new CancellationTokenSource();
        var (firstPort, secondPort) = (FreePorts.Next(), FreePorts.Next());
        var first = TaskManagerProgram.RunAsync(Properties(zooKeeper, firstPort), _root, "0.9.2-a", TimeProvider.System, stopFirst.Token);
        await Eventually.True("the first leads", () => Listens(firstPort));
        var second = TaskManagerProgram.RunAsync(Properties(zooKeeper, secondPort), _root, "0.9.2-a", TimeProvider.System, stopSecond.Token);

        var (status, job) = await Call(firstPort, "ImportOnlineData", """{"sql":"load data","conf":{"onebox.seconds":"600"}}""");
        Assert.Equal((HttpStatusCode.OK, "ImportOnlineData"), (status, (string?)job!["job"]!["jobType"]));
        Assert.Equal(JsonValueKind.String, job["job"]!["startTime"]!.GetValueKind());
        Assert.Single((await Call(firstPort, "ShowJobs", """{"unfinished":true}""")).Body!["jobs"]!.AsArray());
        Assert.False(await Listens(secondPort));

        await stopFirst.CancelAsync();
        Assert.Equal(0, await first);
        await Eventually.True("the second leads", () => Listens(secondPort));

        Assert.Null((await Call(secondPort, "ShowJobs", """{"unfinished":true}""")).Body!["jobs"]);
        Assert.Equal("LOST", (string?)(await Call(secondPort, "ShowJob", """{"id":1}""")).Body!["job"]!["state"]);
        await stopSecond.CancelAsync();
        Assert.Equal(0, await second);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "GetVersion", "")]
    [InlineData(HttpStatusCode.BadRequest, "GetVersion", """{"colour":1}""")]
    [InlineData(HttpStatusCode.BadRequest, "ShowJob", "{}")]
    [InlineData(HttpStatusCode.NotFound, "Explode", "{}")]
    [InlineData(HttpStatusCode.OK, "GetVersion", "{}")]
    public async Task Call_Request_IsCheckedAsJsonFormatDoes(HttpStatusCode expected, string method, string body)
    {
        var port = FreePorts.Next();
        var routes = new TaskManagerRoutes(new JobStore(Path.Combine(_root, "jobs.json"), TimeProvider.System), "0.9.2-a");
        await using var server = await ComponentServer.StartAsync($"127.0.0.1:{port}", routes.HandleAsync, CancellationToken.None);

        Assert.Equal(expected, (await Call(port, method, body)).Status);
    }

    private static Settings Properties(DebianZooKeeper zooKeeper, int port) => Settings.Of(
    [
        "# comment=no", "server.host=127.0.0.1", $"server.port={port}", $"zookeeper.cluster={zooKeeper.Address}",
        "zookeeper.root_path=/openmldb", "zookeeper.session_timeout=1500",
    ]);

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> Call(int port, string method, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri($"http://127.0.0.1:{port}/openmldb.taskmanager.TaskManagerServer/{method}"), content);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.IsSuccessStatusCode ? JsonNode.Parse(text) : null);
    }

    private static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
