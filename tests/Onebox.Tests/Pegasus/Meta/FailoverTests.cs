using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>Meta servers and replica servers that fail, and ZooKeeper away.</summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task LeaderKilled_StandbyLeadsWhenTheSessionIsOverWithTheTablesButWithoutTheSettings()
    {
        await using var cluster = new MetaCluster(3, 3);
        await cluster.TableAsync();
        var before = await cluster.QueryAsync();
        var old = cluster.Leader;
        await cluster.LevelAsync(MetaLevel.Lively);
        Assert.Equal("OK", await cluster.CommandAsync(old, "meta.lb.add_secondary_max_count_for_one_node", "0"));
        Assert.Equal("OK", await cluster.CommandAsync(old, "meta.lb.assign_delay_ms", "180000000"));
        await old.KillAsync();
        cluster.Metas.Remove(old);
        var leader = await cluster.LeaderAsync();
        Assert.Equal(before.Partitions.Select(Text), (await cluster.QueryAsync()).Partitions.Select(Text));
        Assert.Equal(MetaLevel.Steady, await cluster.LevelAsync(MetaLevel.Invalid));
        Assert.Equal("10", await cluster.CommandAsync(leader, "meta.lb.add_secondary_max_count_for_one_node"));
        Assert.Equal("300000", await cluster.CommandAsync(leader, "meta.lb.assign_delay_ms"));
        Assert.Equal(3, (await cluster.NodesAsync()).Infos.Count);
        await old.DisposeAsync();
    }

    [Fact]
    public async Task LeaderCutOff_ShortlyStaysLeaderAndForLongEnds()
    {
        await using var cluster = new MetaCluster(2, 0);
        var leader = await cluster.LeaderAsync();
        leader.CutOff();
        leader.Resume();
        await Task.Delay(300);
        Assert.False(leader.Server.Ended.IsCompleted);
        leader.CutOff();
        await Eventually.True("the other leads", () => cluster.Metas.Exists(each => each != leader && each.Server.IsServing));
        leader.Resume();
        Assert.Equal(0, await leader.Server.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.False(leader.Server.IsServing);
    }

    [Fact]
    public async Task ReplicaServerSilent_IsDeadAfterTheGraceAndItsPrimariesMove()
    {
        await using var cluster = new MetaCluster(1, 4);
        await cluster.TableAsync();
        var silent = cluster.Replica((await cluster.QueryAsync()).Partitions[0].Primary);
        silent.Beats = silent.Obeys = false;
        await Eventually.True("it is dead", async () => (await cluster.NodesAsync()).Infos.Any(each => each.Status == NodeStatus.Unalive && each.Node == silent.Node));
        await Eventually.True(
            "nothing is on it", async () => (await cluster.QueryAsync()).Partitions.All(each => each.Primary.IsValid && each.Primary != silent.Node && !each.Secondaries.Contains(silent.Node)));
        silent.Beats = silent.Obeys = true;
        await cluster.CompleteAsync();
    }

    [Fact]
    public async Task TooFewAlive_LevelThatActsIsFreezedWhileSteadyIsStored()
    {
        await using var cluster = new MetaCluster(1, 3, configure: configuration => configuration["meta_server/min_live_node_count_for_unfreeze"] = "3");
        await cluster.TableAsync();
        cluster.Replicas[0].Beats = false;
        await Eventually.True("it is freezed", async () => (await cluster.InfoAsync())["meta_function_level"] == "freezed");
        Assert.Equal(MetaLevel.Steady, await cluster.LevelAsync(MetaLevel.Invalid));
        var created = await cluster.CallAsync<CreateAppRequest, CreateAppResponse>(RpcNames.CreateApp, new CreateAppRequest { AppName = "more", Options = { PartitionCount = 1, ReplicaCount = 1 } });
        Assert.Equal(ErrorCode.StateFreezed, created.Error);
        cluster.Replicas[0].Beats = true;
        await Eventually.True("it is steady again", async () => (await cluster.InfoAsync())["meta_function_level"] == "steady");
    }

    [Fact]
    public async Task QuickRestarts_FifthIsNotAnsweredAndTheNodeDies()
    {
        await using var cluster = new MetaCluster(1, 3);
        await cluster.TableAsync();
        var node = cluster.Replicas[0];
        var leader = cluster.Leader;
        for (var restart = 0; restart < 5; restart++)
        {
            node.StartTime += 1000;
            await Task.Delay(250);
        }

        await Eventually.True("it is dead", async () => (await cluster.NodesAsync()).Infos.Any(each => each.Status == NodeStatus.Unalive && each.Node == node.Node));
        Assert.True(leader.Server.IsServing);
    }

    [Fact]
    public async Task ZooKeeperAwayLongerThanTheSession_NoEffectAndWritesGoOnAfterwards()
    {
        await using var cluster = new MetaCluster(2, 4);
        await cluster.TableAsync();
        var leader = cluster.Leader;
        await cluster.StopZooKeeperAsync();
        var partition = (await cluster.QueryAsync()).Partitions[0];
        var action = new ProposalAction { Target = partition.Primary, Node = partition.Secondaries[0], Type = ConfigType.DowngradeToInactive };
        await cluster.ProposeAsync(partition.Pid, force: true, action);
        await Task.Delay(2500);
        Assert.Equal(partition.Ballot, (await cluster.QueryAsync()).Partitions[0].Ballot);
        cluster.StartZooKeeper();
        await Eventually.True("the change is written", async () => (await cluster.QueryAsync()).Partitions[0].Ballot > partition.Ballot);
        Assert.Same(leader, cluster.Leader);
    }

    [Fact]
    public async Task LeaderLoadsItsState_RefusesAsNotActive()
    {
        await using var cluster = new MetaCluster(1, 0, configure: configuration => configuration["onebox/slow_zk_ms"] = "300");
        await Eventually.True("it is not active", async () => (await cluster.NodesAsync(cluster.Metas[0])).Error == ErrorCode.ServiceNotActive);
        Assert.Equal("300000", await cluster.CommandAsync(cluster.Metas[0], "meta.lb.assign_delay_ms"));
        Assert.StartsWith("unknown command", await cluster.CommandAsync(cluster.Metas[0], "meta.lb.add_secondary_max_count_for_one_node"), StringComparison.Ordinal);
        await cluster.LeaderAsync();
        Assert.Equal("10", await cluster.CommandAsync(cluster.Metas[0], "meta.lb.add_secondary_max_count_for_one_node"));
    }

    private static string Text(PartitionConfiguration each) => $"{each.Pid} {each.Ballot} {each.Primary} {string.Join(',', each.Secondaries)}";
}
