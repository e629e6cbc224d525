using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.Tests.Pegasus.Support;

namespace Nightshift.Onebox.Tests.Pegasus.Replica;

public sealed class RestartTests
{
    private static readonly (string, int, int)[] Table = [("orders", 8, 3)];

    [Fact]
    public async Task ReplicaServer_Loading_AnswersPagesOnlyAndRefusesTheRest()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        var server = cluster.Replicas[0];
        var pid = (await cluster.Calls.PartitionsAsync("orders")).First(partition => partition.Primary.Ip == server.Address).Pid;
        await server.KillAsync();
        server.Ini.Set("onebox", "slow_load_ms", "60000");
        cluster.Start(server);

        using var http = new HttpClient();
        Assert.Equal("{\"Version\":\"2.4.0\",\"GitCommit\":\"0ca31b70e\"}\n", await http.GetStringAsync(new Uri($"http://{server.Endpoint}/version")));
        Assert.Contains("RecentStartTime", await http.GetStringAsync(new Uri($"http://{server.Endpoint}/recentStartTime")), StringComparison.Ordinal);
        Assert.Equal("ERR_HANDLER_NOT_FOUND", await cluster.Calls.CommandAsync(server.Address, "server-info"));
        Assert.Null(await cluster.Calls.ReplicasAsync(server.Address));
        Assert.Equal(ErrorCode.ObjectNotFound, (await cluster.Calls.PutAsync(server.Address, pid, PegasusCalls.Key("k"), "v")).Error);
    }

    [Fact]
    public async Task KillPartition_BeforeARestart_ClosesFlushesAndMakesTheStartShort()
    {
        var settings = new Dictionary<string, string> { ["onebox.kb_per_write"] = "1024", ["onebox.load_ms_per_mb"] = "20", ["onebox.flush_mb_per_second"] = "10000" };
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Settings = settings }, Table);
        var partitions = await cluster.Calls.PartitionsAsync("orders");
        foreach (var partition in partitions)
            for (var n = 0; n < 20; n++)
                Assert.Equal(ErrorCode.Ok, (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, PegasusCalls.KeyOf("k", partition.Pid.PartitionIndex, 8), $"{n}")).Error);

        var server = cluster.Replicas[0];
        var held = partitions.Count(partition => partition.Primary.Ip == server.Address || partition.Secondaries.Any(each => each.Ip == server.Address));
        var slow = await RestartAsync(cluster, server);
        Assert.True(slow > TimeSpan.FromMilliseconds(held * 20 * 20 * 0.8), $"{slow.TotalMilliseconds} ms for {held} replicas");
        await cluster.WholeAsync();

        // The first start has written everything down; write again, close this time.
        foreach (var partition in await cluster.Calls.PartitionsAsync("orders"))
            await Eventually.True("written", async () => (await cluster.Calls.PutAsync((await cluster.Calls.PartitionAsync(partition.Pid)).Primary.Ip, partition.Pid, PegasusCalls.KeyOf("k", partition.Pid.PartitionIndex, 8), "again")).Error.IsOk);
        Assert.Equal("ERR_OK", await cluster.Calls.CommandAsync(server.Address, "replica.kill_partition"));
        await Eventually.True("closed", () => server.Replica.PerfCounters().Where(counter => counter.Name.Contains("replica(Count)", StringComparison.Ordinal)).Take(2).Sum(counter => counter.Value) == 0
            && server.Replica.Closed >= held);
        await server.KillAsync();
        cluster.Start(server);
        var started = System.Diagnostics.Stopwatch.StartNew();
        await SimulatedPegasus.LoadedAsync(server);
        Assert.True(started.Elapsed < slow / 2, $"{started.Elapsed.TotalMilliseconds} ms after closing, {slow.TotalMilliseconds} ms without");
        await cluster.WholeAsync();
    }

    [Fact]
    public async Task Drain_ByTheDocumentedSteps_LeavesNothingOnTheNodeAndLosesNothing()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        await using var load = await WriteLoad.StartAsync(cluster.Calls, "orders");
        var node = cluster.Replicas[2];
        Assert.Equal("OK", await cluster.Calls.CommandAsync(cluster.Leader!.Address, "meta.lb.add_secondary_max_count_for_one_node", "0"));

        await Eventually.True("no primary left", async () =>
        {
            var left = (await cluster.Calls.PartitionsAsync("orders")).Where(partition => partition.Primary.Ip == node.Address).ToList();
            foreach (var partition in left) await ProposeMoveAsync(cluster, partition);
            return left.Count == 0;
        });
        await Eventually.True("no secondary left", async () =>
        {
            var left = (await cluster.Calls.PartitionsAsync("orders")).Where(partition => partition.Secondaries.Any(each => each.Ip == node.Address)).ToList();
            foreach (var partition in left)
                await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.DowngradeToInactive, partition.Primary, partition.Secondaries.Single(each => each.Ip == node.Address), force: false);
            return left.Count == 0;
        });
        await load.GoOnAsync();
        Assert.Equal("ERR_OK", await cluster.Calls.CommandAsync(node.Address, "replica.kill_partition"));
        await Eventually.True("nothing open", async () => (await CountersAsync(cluster, node)).Contains("\"name\":\"replica*eon.replica_stub*replica(Count)\",\"type\":\"NUMBER\",\"value\":0", StringComparison.Ordinal));
        await node.KillAsync();
        cluster.Start(node, "2.5.0");
        await SimulatedPegasus.LoadedAsync(node);
        Assert.StartsWith("Pegasus Server 2.5.0 (0ca31b70e) Release, Started at ", await cluster.Calls.CommandAsync(node.Address, "server-info"), StringComparison.Ordinal);
        Assert.Equal("OK", await cluster.Calls.CommandAsync(cluster.Leader!.Address, "meta.lb.add_secondary_max_count_for_one_node", "DEFAULT"));
        await cluster.WholeAsync();
        Assert.Equal(0, await load.LostAsync());
    }

    private static Task<string> CountersAsync(SimulatedPegasus cluster, SimulatedServer node) =>
        cluster.Calls.CommandAsync(node.Address, "perf-counters-by-prefix", "replica*eon.replica_stub*");

    private static async Task ProposeMoveAsync(SimulatedPegasus cluster, PartitionConfiguration partition)
    {
        await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.DowngradeToSecondary, partition.Primary, partition.Primary, force: true);
        await Eventually.True("no primary, or another", async () => (await cluster.Calls.PartitionAsync(partition.Pid)).Primary != partition.Primary);
        if (!(await cluster.Calls.PartitionAsync(partition.Pid)).Primary.IsValid)
            await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.UpgradeToPrimary, partition.Secondaries[0], partition.Secondaries[0], force: true);
    }

    private static async Task<TimeSpan> RestartAsync(SimulatedPegasus cluster, SimulatedServer server)
    {
        await server.KillAsync();
        var started = System.Diagnostics.Stopwatch.StartNew();
        cluster.Start(server);
        await SimulatedPegasus.LoadedAsync(server);
        return started.Elapsed;
    }
}
