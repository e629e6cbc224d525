using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Deployment.Seeding;
using Xunit.Abstractions;

namespace Nightshift.Onebox.Tests.Deployment;

public sealed class OpenMldbOneboxTests(ITestOutputHelper log)
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task UpDownUp_OwnZooKeeper_KeepsTheDataThroughStopAndCrash()
    {
        await using var box = new TestBox(log);
        await box.Up();
        Assert.All(await box.Status(), process => Assert.True(process.Serving, process.Component.Name));
        Assert.Equal((2000, 400), (await box.Rows("orders"), await box.Rows("audit")));

        await box.Down();

        Assert.Empty(box.Processes());
        Assert.Empty(Directory.GetFiles(box.Root, "*.pid*", SearchOption.AllDirectories));

        await box.Up();

        Assert.Empty(await box.Faulty());
        Assert.Equal((2000, 400), (await box.Rows("orders"), await box.Rows("audit")));
        Assert.Equal("true", await AutoFailover(box));

        // The power fails, and two programs want the box back at once.
        foreach (var process in box.Processes()) Signals.Send(process.Id, Signals.Kill);
        await Eventually.True("everything is gone", () => box.Processes().Count == 0);
        using var other = (await OpenMldbOnebox.OpenAsync(box.Root, TimeProvider.System, CancellationToken.None))!;
        await Task.WhenAll(box.Up(), other.UpAsync(box, CancellationToken.None));

        Assert.Empty(await box.Faulty());
        Assert.Equal((2000, 400), (await box.Rows("orders"), await box.Rows("audit")));
        Assert.Equal(8, box.Processes().Count);
    }

    [Fact]
    public async Task Up_RealZooKeeper_SurvivesAKillAndAnUpgrade()
    {
        await using var zooKeeper = await DebianZooKeeper.Start();
        await using var box = new TestBox(log, zooKeeper.Address);
        var description = await box.Up();
        Assert.DoesNotContain(description.Components, c => c.Component == OneboxComponent.ZooKeeper);
        await AssertGatewaysAnswer(description);

        // Again: nothing is started, nothing is written twice.
        var before = await box.Status();
        await new DemoSeeder(description, await box.Cluster()).SeedAsync(box, CancellationToken.None);
        await box.Up();
        Assert.DoesNotContain(box.Said, line => line.StartsWith("starting", StringComparison.Ordinal));
        Assert.Equal(before.Select(p => p.Pid), (await box.Status()).Select(p => p.Pid));
        Assert.Equal((2000, 401), (await box.Rows("orders"), await box.Rows("audit")));

        await KillUpgradeAndStart(box, "tablet1");
        Assert.Equal((2000, 401), (await box.Rows("orders"), await box.Rows("audit")));

        LogMemory(await box.Status());
        await box.Down();
        Assert.Empty(box.Processes());
    }

    /// <summary>A tablet that died is put on the next release by renaming its folder, and started by its script.</summary>
    private async Task KillUpgradeAndStart(TestBox box, string name)
    {
        var node = (await box.Status(name)).Component;
        var killed = Assert.Single(ProcessTable.Under(node.Directory));
        Signals.Send(killed.Id, Signals.Kill);
        await Eventually.True("the process is gone", () => !ProcessTable.IsAlive(killed.Id));
        Assert.False((await box.Status(name)).Running);
        await box.Box.EnsureUpAsync(box, CancellationToken.None);
        Assert.Equal($"left as it is: {name} down", box.Said[^1]);
        Assert.False((await box.Status(name)).Running);

        var release = (await box.Box.DescribeAsync(CancellationToken.None)).Releases.Single(r => r.Version == "0.9.3");
        await ScriptRun.Of(node.Directory, "cp", "-a", Path.Combine(release.Path, "bin"), Path.Combine(node.Directory, "bin.next"));
        Directory.Move(Path.Combine(node.Directory, "bin"), Path.Combine(node.Directory, "bin.previous"));
        Directory.Move(Path.Combine(node.Directory, "bin.next"), Path.Combine(node.Directory, "bin"));
        await SessionIsOver(box, node);
        var start = await ScriptRun.Of(node.Directory, "/usr/bin/env", "bin/start.sh", "start", node.Component);

        Assert.EndsWith($"Start {node.Component} success\n", start.Output, StringComparison.Ordinal);
        await Eventually.True("the new version answers", async () => (await box.Status(name)).Version == ReleaseTrailer.FullVersion("0.9.3"));
        await Recovered(box);
    }

    private static async Task SessionIsOver(TestBox box, OneboxComponent node)
    {
        await using var registrations = await Registrations.ConnectAsync(await box.Box.DescribeAsync(default), TimeProvider.System, CancellationToken.None);
        await registrations.WaitUntilGoneAsync(node, CancellationToken.None);
    }

    /// <summary>auto_failover is on: the nameserver brings everything back by itself.</summary>
    private async Task Recovered(TestBox box)
    {
        IReadOnlyList<string> faulty = [];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.True("every partition is served again", async () => (faulty = await box.Faulty()).Count == 0, TimeSpan.FromSeconds(60));
        log.WriteLine($"recovered after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task AssertGatewaysAnswer(OneboxDescription box)
    {
        var api = box.Components.Single(c => c.Component == OneboxComponent.ApiServer).Endpoint;
        Assert.Equal("""{"code":0,"msg":"ok","dbs":["demo"]}""", await Http.GetStringAsync(new Uri($"http://{api}/dbs")));
        var table = JsonNode.Parse(await Http.GetStringAsync(new Uri($"http://{api}/dbs/demo/tables/orders")))!["table"]!;
        Assert.Equal((8, 3), ((int)table["partition_num"]!, (int)table["replica_num"]!));
        using var found = await Http.PostAsJsonAsync($"http://{api}/dbs/demo", new { mode = "online", sql = "select * from orders where order_id = 'order-00001'" });
        Assert.Equal("""{"code":0,"msg":"ok","data":{"schema":["String","String","Int64","Timestamp"],"data":[["order-00001","grace",137,1767225660000]]}}""",
            await found.Content.ReadAsStringAsync());
        using var put = await Http.PutAsJsonAsync($"http://{api}/dbs/demo/tables/audit", new { value = new object[][] { ["entry-0000", "ada", "login", 1_767_225_600_000] } });
        Assert.Contains("\"code\":0", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var manager = box.Components.Single(c => c.Component == OneboxComponent.TaskManager).Endpoint;
        using var jobs = await Http.PostAsJsonAsync($"http://{manager}/openmldb.taskmanager.TaskManagerServer/ShowJobs", new { unfinished = true });
        Assert.Equal(0, (int)JsonNode.Parse(await jobs.Content.ReadAsStringAsync())!["code"]!);
    }

    private static async Task<string?> AutoFailover(TestBox box)
    {
        var cluster = await box.Cluster();
        return (string?)(await cluster.NameserverAsync("ConfGet", [], CancellationToken.None))["conf"]!["auto_failover"];
    }

    private void LogMemory(IReadOnlyList<OneboxProcessStatus> processes)
    {
        foreach (var process in processes) log.WriteLine($"{process.Component.Name}: {process.ResidentBytes / 1024 / 1024} MiB");
    }
}
