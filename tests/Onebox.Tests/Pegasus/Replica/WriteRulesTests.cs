using System.Diagnostics;
using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.Tests.Pegasus.Support;

namespace Nightshift.Onebox.Tests.Pegasus.Replica;

/// <summary>When a write is taken, and what a failed prepare does.</summary>
public sealed class WriteRulesTests
{
    [Fact]
    public async Task Write_WithTooFewReplicas_IsRefusedEvenWhenTheTableWantsNoMore()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Replicas = 3 }, ("single", 2, 1));
        var partition = (await cluster.Calls.PartitionsAsync("single"))[0];
        var key = PegasusCalls.KeyOf("k", partition.Pid.PartitionIndex, 2);
        Assert.Equal(ErrorCode.NotEnoughMember, (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, "v")).Error);
        Assert.Equal((ErrorCode.Ok, null), await cluster.Calls.GetAsync(partition.Primary.Ip, partition.Pid, key));
    }

    [Fact]
    public async Task Prepare_NeverAnswered_RemovesTheSecondaryAfterItsTimeOut()
    {
        var settings = new Dictionary<string, string> { ["replication.prepare_timeout_ms_for_secondaries"] = "700" };
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Replicas = 3, Settings = settings }, ("orders", 1, 3));
        Assert.Equal("OK", await cluster.Calls.CommandAsync(cluster.Leader!.Address, "meta.lb.add_secondary_max_count_for_one_node", "0"));
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var deaf = cluster.Replica(partition.Secondaries[0]);
        deaf.Faults![$"drop_requests.{InnerRpc.Prepare}"] = -1;
        var watch = Stopwatch.StartNew();
        Assert.Equal(ErrorCode.Ok, (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, PegasusCalls.KeyOf("k", 0, 1), "v")).Error);
        Assert.True(watch.Elapsed > TimeSpan.FromMilliseconds(650), $"{watch.ElapsedMilliseconds} ms");
        var now = await cluster.Calls.PartitionAsync(partition.Pid);
        Assert.DoesNotContain(now.Secondaries, each => each.Ip == deaf.Address);
        Assert.Equal(partition.Ballot + 1, now.Ballot);
    }

    [Fact]
    public async Task Lease_WithoutMetas_EndsAndServingWithIt()
    {
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Replicas = 3 }, ("orders", 2, 3));
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var key = PegasusCalls.KeyOf("k", partition.Pid.PartitionIndex, 2);
        Assert.Equal(ErrorCode.Ok, (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, "v")).Error);
        foreach (var meta in cluster.Metas) await meta.KillAsync();
        Assert.Equal(ErrorCode.Ok, (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, "v")).Error);
        await Eventually.True("the lease is over", async () => (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, "v")).Error == ErrorCode.InvalidState);
        await Eventually.True("all leases are over", () => cluster.Replicas.All(server => !server.Replica.IsConnected));
        foreach (var meta in cluster.Metas) cluster.Start(meta);
        await Eventually.True("it serves again", async () => (await cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, "v")).Error.IsOk);
        await cluster.WholeAsync();
    }

    [Fact]
    public async Task Write_AsQuickAsCommitted_DoesNotPileUp()
    {
        var settings = new Dictionary<string, string> { ["replication.mutation_2pc_min_replica_count"] = "1" };
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Replicas = 3, Settings = settings }, ("single", 1, 1));
        var partition = (await cluster.Calls.PartitionsAsync("single"))[0];
        var key = PegasusCalls.KeyOf("k", 0, 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(n => cluster.Calls.PutAsync(partition.Primary.Ip, partition.Pid, key, $"{n}")));
        Assert.All(answers, answer => Assert.Equal(ErrorCode.Ok, answer.Error));
        Assert.Equal(300, answers.Select(answer => answer.Answer!.Decree).Distinct().Count());
    }
}
