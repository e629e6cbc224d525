using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.Tests.Pegasus.Support;
using Xunit.Abstractions;

namespace Nightshift.Onebox.Tests.Pegasus.Replica;

public sealed class ClusterTests(ITestOutputHelper output)
{
    private static readonly (string, int, int)[] Table = [("orders", 8, 3)];

    [Theory]
    [InlineData("2.5")]
    [InlineData("master")]
    public async Task Cluster_Started_FormsAndServesInBothGenerations(string generation)
    {
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Generation = generation }, Table);
        foreach (var partition in await cluster.Calls.PartitionsAsync("orders"))
        {
            var key = PegasusCalls.KeyOf("key", partition.Pid.PartitionIndex, 8);
            var (error, answer) = await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, "value");
            Assert.Equal((ErrorCode.Ok, 0), (error, answer?.Error));
            Assert.Equal(partition.Primary.Ip.ToString(), answer!.Server);
            Assert.Equal((ErrorCode.Ok, "value"), await cluster.Calls.GetAsync(partition.Primary.Ip, partition.Pid, key));
            Assert.Equal(ErrorCode.InvalidState, (await cluster.Calls.PutAsync(partition.Secondaries[0].Ip, partition.Pid, key, "no")).Error);
        }
    }

    [Fact]
    public async Task Primaries_MovedByForceUnderLoad_LoseNoAcknowledgedWrite()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        await using var load = await WriteLoad.StartAsync(cluster.Calls, "orders");
        await load.GoOnAsync();
        foreach (var partition in await cluster.Calls.PartitionsAsync("orders")) await MoveAsync(cluster, partition);
        await load.GoOnAsync();
        await cluster.WholeAsync();
        Assert.Equal(0, await load.LostAsync());
        output.WriteLine($"{load.Written} written, {load.Failed} failed ({load.Errors}), longest gap {load.LongestGap.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task ReplicaServer_Killed_PartitionsServeWithoutItAndHealWhenItIsBack()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        await using var load = await WriteLoad.StartAsync(cluster.Calls, "orders");
        await load.GoOnAsync();
        var victim = cluster.Replica((await cluster.Calls.PartitionsAsync("orders"))[0].Primary);
        await victim.KillAsync();
        await Eventually.True("it is seen dead", async () => await cluster.Calls.AliveAsync() == 4);
        await Eventually.True("all have a primary elsewhere", async () =>
            (await cluster.Calls.PartitionsAsync("orders")).All(partition => partition.Primary.IsValid && partition.Primary.Ip != victim.Address));
        await load.GoOnAsync();
        cluster.Start(victim);
        await cluster.WholeAsync();
        Assert.Equal(0, await load.LostAsync());
        output.WriteLine($"{load.Written} written, {load.Failed} failed ({load.Errors}), longest gap {load.LongestGap.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task ReplicaServer_RestartedWithinGrace_IsNeverSeenDeadAndForcesItsBallots()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        var before = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var server = cluster.Replica(before.Primary);
        await server.KillAsync();
        cluster.Start(server);
        await SimulatedPegasus.LoadedAsync(server);
        Assert.Equal(5, await cluster.Calls.AliveAsync());
        await Eventually.True("it is primary under a higher ballot", async () =>
            await cluster.Calls.PartitionAsync(before.Pid) is var now && now.Primary == before.Primary && now.Ballot > before.Ballot);
        var key = PegasusCalls.KeyOf("key", before.Pid.PartitionIndex, 8);
        await Eventually.True("it serves", async () => (await cluster.Calls.PutAsync(server.Address, before.Pid, key, "v")).Error.IsOk);
    }

    [Fact]
    public async Task Leader_Killed_AnotherLeadsAndLeasesHold()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        await using var load = await WriteLoad.StartAsync(cluster.Calls, "orders");
        await load.GoOnAsync();
        var leader = cluster.Leader!;
        await leader.KillAsync();
        await Eventually.True("another leads", () => cluster.Leader is { } other && other != leader);
        await Eventually.True("all beacon to it", async () => await cluster.Calls.AliveAsync() == 5);
        await load.GoOnAsync();
        Assert.Equal(0, await load.LostAsync());
        Assert.DoesNotContain("ERR_INVALID_STATE", load.Errors, StringComparison.Ordinal);
        output.WriteLine($"longest gap {load.LongestGap.TotalMilliseconds:0} ms ({load.Errors})");
    }

    /// <summary>As a tool does that sequences forced proposals by itself.</summary>
    private static async Task MoveAsync(SimulatedPegasus cluster, PartitionConfiguration partition)
    {
        var (old, chosen) = (partition.Primary, partition.Secondaries[0]);
        await Eventually.True($"{partition.Pid} has moved", async () =>
        {
            var now = await cluster.Calls.PartitionAsync(partition.Pid);
            if (now.Primary == old) await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.DowngradeToSecondary, old, old, force: true);
            else if (!now.Primary.IsValid) await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.UpgradeToPrimary, chosen, chosen, force: true);
            return now.Primary.IsValid && now.Primary != old;
        });
    }
}
