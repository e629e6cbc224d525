using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.Tests.Pegasus.Support;

namespace Nightshift.Onebox.Tests.Pegasus.Replica;

/// <summary>What ends a server, and what makes a proposal go nowhere.</summary>
public sealed class HazardTests
{
    private static readonly (string, int, int)[] Table = [("orders", 4, 3)];

    [Fact]
    public async Task Write_WithAWrongHash_AbortsTheServer()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var server = cluster.Replica(partition.Primary);
        Assert.Equal(ErrorCode.NetworkFailure, (await cluster.Calls.PutAsync(server.Address, partition.Pid, PegasusCalls.Key("k"), "v", hash: 1)).Error);
        await Eventually.True("it is gone", () => server.AbortReason is not null && !server.IsRunning);
        Assert.Contains("inconsistent partition hash", server.AbortReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proposal_ForcedToAddAMember_AbortsThePrimary()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var server = cluster.Replica(partition.Primary);
        Assert.Equal(ErrorCode.Ok, await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.AddSecondary, partition.Primary, partition.Secondaries[0], force: true));
        await Eventually.True("it is gone", () => server.AbortReason is not null && !server.IsRunning);
        Assert.Contains("is a secondary", server.AbortReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_WhileCheckpointing_IsIgnored()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(null, Table);
        var leader = await NoRoundsAsync(cluster);
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        foreach (var server in cluster.Replicas) server.Ini.Set("onebox", "checkpoint_running_percentage", "100");
        await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.DowngradeToSecondary, partition.Primary, partition.Primary, force: true);
        await Eventually.True("no primary", async () => !(await cluster.Calls.PartitionAsync(partition.Pid)).Primary.IsValid);
        await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.UpgradeToPrimary, partition.Secondaries[0], partition.Secondaries[0], force: true);
        await Task.Delay(300);
        Assert.False((await cluster.Calls.PartitionAsync(partition.Pid)).Primary.IsValid);
        foreach (var server in cluster.Replicas) server.Ini.Set("onebox", "checkpoint_running_percentage", "0");
        await Eventually.True("asked again, it is one", async () =>
        {
            await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.UpgradeToPrimary, partition.Secondaries[0], partition.Secondaries[0], force: true);
            return (await cluster.Calls.PartitionAsync(partition.Pid)).Primary == partition.Secondaries[0];
        });
        Assert.True(leader.IsRunning);
    }

    [Fact]
    public async Task Learner_AskedWhileItLoads_WaitsForTheGroupCheckOrAnotherAsking()
    {
        var settings = new Dictionary<string, string> { ["replication.group_check_interval_ms"] = "4000" };
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Settings = settings }, Table);
        await NoRoundsAsync(cluster);
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var node = partition.Secondaries[0];
        var server = cluster.Replica(node);
        await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.DowngradeToInactive, partition.Primary, node, force: true);
        await Eventually.True("it is out", async () => (await cluster.Calls.PartitionAsync(partition.Pid)).Secondaries.Count == 1);
        await server.KillAsync();
        server.Ini.Set("onebox", "slow_load_ms", "700");
        cluster.Start(server);

        // The port is open and the server is not connected: upstream ignores the asking, and the primary counts it as its learner.
        await cluster.Calls.ProposeAsync(partition.Pid, ConfigType.AddSecondary, partition.Primary, node, force: true);
        await SimulatedPegasus.LoadedAsync(server);
        var loaded = System.Diagnostics.Stopwatch.StartNew();
        await Task.Delay(500);
        Assert.Single((await cluster.Calls.PartitionAsync(partition.Pid)).Secondaries);
        await cluster.WholeAsync();
        Assert.True(loaded.Elapsed > TimeSpan.FromSeconds(1), $"whole after {loaded.ElapsedMilliseconds} ms, before any group check");
    }

    [Fact]
    public void Generation_Unknown_IsRefused()
    {
        Assert.Throws<FormatException>(() => Nightshift.Onebox.Pegasus.Hosting.Generations.Of("2.5.0", "3"));
        Assert.Equal(WireGeneration.Address, Nightshift.Onebox.Pegasus.Hosting.Generations.Of("2.5.0", ""));
        Assert.Equal(WireGeneration.HostPort, Nightshift.Onebox.Pegasus.Hosting.Generations.Of("2.6.0", ""));
    }

    /// <summary>From now on the leader does no rounds: what happens is by proposals alone.</summary>
    private static async Task<SimulatedServer> NoRoundsAsync(SimulatedPegasus cluster)
    {
        var leader = cluster.Leader!;
        leader.Ini.Set("replication", "lb_interval_ms", "600000");
        var rounds = leader.Meta.Rounds;
        await Eventually.True("the last round", () => leader.Meta.Rounds > rounds);
        return leader;
    }
}
