using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.Tests.Pegasus.Support;

namespace Nightshift.Onebox.Tests.Pegasus.Replica;

/// <summary>What a server that comes back has to learn: by how much it missed, and by what the primary's log still has.</summary>
public sealed class LearningTests
{
    [Theory]
    [InlineData(5, false, "Cache")]
    [InlineData(300, false, "Log")]
    [InlineData(300, true, "App")]
    public async Task Learner_AfterMissedWrites_LearnsByTheCheapestThatHasThem(int missed, bool logsCollected, string type)
    {
        var settings = new Dictionary<string, string>();
        if (logsCollected)
        {
            settings["replication.log_private_reserve_max_size_mb"] = "0";
            settings["replication.log_private_reserve_max_time_seconds"] = "0";
        }

        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Replicas = 3, Settings = settings }, ("orders", 1, 3));
        var partition = (await cluster.Calls.PartitionsAsync("orders"))[0];
        var (primary, learner) = (cluster.Replica(partition.Primary), cluster.Replica(partition.Secondaries[0]));
        foreach (var meta in cluster.Metas) meta.Ini.Set("meta_server", "min_live_node_count_for_unfreeze", "1");
        await learner.KillAsync();
        await WriteAsync(cluster, partition, missed);
        if (logsCollected)
        {
            // Two segments at least, the first of them durable: only then is there something to collect.
            primary.Replica.OnReplicas([], replica => replica.SwitchLog());
            await WriteAsync(cluster, partition, 1);
            await cluster.Calls.CommandAsync(primary.Address, "replica.trigger-checkpoint");
            await Eventually.True("written down", async () => (await cluster.Calls.ReplicasAsync(primary.Address))!.Replicas[0] is var info && info.LastDurableDecree == info.LastCommittedDecree);
        }

        cluster.Start(learner);
        await cluster.WholeAsync();
        var log = await File.ReadAllTextAsync(Path.Combine(learner.Directory, "log", "log.1.txt"));
        Assert.Contains($"{partition.Pid}: learns by {type} from", log[log.LastIndexOf("starts, version", StringComparison.Ordinal)..], StringComparison.Ordinal);
        await ServesAlikeAsync(cluster, partition, learner);
    }

    [Fact]
    public async Task Learners_AboveTheLimitOfCheckpoints_WaitTheirTurn()
    {
        var settings = new Dictionary<string, string>
        {
            ["replication.learn_app_max_concurrent_count"] = "1",
            ["onebox.mb_per_partition"] = "40",
            ["onebox.learn_mb_per_second"] = "200",
        };
        await using var cluster = await SimulatedPegasus.StartAsync(new SimulatedPegasusOptions { Replicas = 4, Settings = settings }, ("orders", 6, 3));
        foreach (var meta in cluster.Metas) meta.Ini.Set("meta_server", "min_live_node_count_for_unfreeze", "1");
        var lost = cluster.Replicas[0];
        await lost.KillAsync();
        Directory.Delete(Path.Combine(lost.Directory, "data"), recursive: true);
        foreach (var partition in await cluster.Calls.PartitionsAsync("orders"))
            await Eventually.True("written", async () => await cluster.Calls.PartitionAsync(partition.Pid) is { Primary.IsValid: true } now
                && (await cluster.Calls.PutAsync(now.Primary.Ip, now.Pid, PegasusCalls.KeyOf("k", now.Pid.PartitionIndex, 6), "v")).Error.IsOk);
        cluster.Start(lost);
        await cluster.WholeAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, lost.Replica.LearnSlots.Taken);
    }

    /// <summary>The learner, made primary, has the last value.</summary>
    private static async Task ServesAlikeAsync(SimulatedPegasus cluster, PartitionConfiguration partition, SimulatedServer learner)
    {
        var key = PegasusCalls.KeyOf("k", 0, 1);
        var now = await cluster.Calls.PartitionAsync(partition.Pid);
        var (_, value) = await cluster.Calls.GetAsync(now.Primary.Ip, now.Pid, key);
        await Eventually.True("the learner is primary", async () =>
        {
            var config = await cluster.Calls.PartitionAsync(partition.Pid);
            if (config.Primary.IsValid && config.Primary.Ip != learner.Address)
                await cluster.Calls.ProposeAsync(config.Pid, ConfigType.DowngradeToSecondary, config.Primary, config.Primary, force: true);
            else if (!config.Primary.IsValid && config.Secondaries.FirstOrDefault(each => each.Ip == learner.Address) is { IsValid: true } mine)
                await cluster.Calls.ProposeAsync(config.Pid, ConfigType.UpgradeToPrimary, mine, mine, force: true);
            return config.Primary.Ip == learner.Address;
        });
        Assert.NotNull(value);
        await Eventually.True("it has what was written", async () => await cluster.Calls.GetAsync(learner.Address, partition.Pid, key) is (var error, var read) && error.IsOk && read == value);
    }

    private static async Task WriteAsync(SimulatedPegasus cluster, PartitionConfiguration partition, int writes)
    {
        var key = PegasusCalls.KeyOf("k", 0, 1);
        for (var n = 0; n < writes; n++)
            await Eventually.True("written", async () => (await cluster.Calls.PutAsync((await PrimaryAsync(cluster, partition)).Ip, partition.Pid, key, $"value {n}")).Error.IsOk);
    }

    private static async Task<NodeAddress> PrimaryAsync(SimulatedPegasus cluster, PartitionConfiguration partition)
    {
        var now = await cluster.Calls.PartitionAsync(partition.Pid);
        return now.Primary.IsValid ? now.Primary : partition.Primary;
    }
}
