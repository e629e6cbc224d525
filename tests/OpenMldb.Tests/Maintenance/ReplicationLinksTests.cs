using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>A follower that the record calls alive and that nobody feeds.</summary>
public sealed class ReplicationLinksTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task LinkIsGone_DrainAndTheLastCheck_NameTheFollower()
    {
        await shared.Quiet();
        var cluster = shared.Cluster;
        var (id, tidPid, leader, followers) = Partition(0);
        var survey = Surveyor.Survey(await cluster.Client.Snapshots.Read(SurveyStep.Scope, default), leader);
        Assert.Empty(await Obstacles(leader));
        var client = await cluster.Client.Tablet(leader, default);
        await client.DelReplica(tidPid, followers[0], default);
        try
        {
            var expected = $"{id} is not replicated to {followers[0]} by {leader}";
            Assert.Equal($"{expected}; run /recover first", Assert.Single(await Obstacles(leader)));
            var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => new TestRun(new TestJournal()).StepAsync(new AsRecorded(cluster.Services(), survey).Check()));
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await client.AddReplica(tidPid, followers[0], default);
        }

        await new TestRun(new TestJournal()).StepAsync(new AsRecorded(cluster.Services(), survey).Check());
    }

    [Fact]
    public async Task CopyIsNotLoaded_TheLastCheck_NamesIt()
    {
        await shared.Quiet();
        var cluster = shared.Cluster;
        var (id, tidPid, leader, followers) = Partition(1);
        var snapshot = await cluster.Client.Snapshots.Read(SurveyStep.Scope, default);
        var unloaded = snapshot with
        {
            Tablets = Reading<System.Collections.Immutable.ImmutableArray<TabletView>>.Known(
                [.. snapshot.Tablets.Value.Select(t => t.Endpoint != followers[0] ? t : t with { Live = Reading<LiveTables>.Known(new LiveTables([])) })]),
        };
        Assert.Empty(DrainObstacles.Faults(snapshot, leader));
        Assert.Contains($"{id} on {followers[0]} is not loaded", DrainObstacles.Faults(unloaded, leader));
        Assert.NotEqual(default, tidPid);
    }

    [Fact]
    public async Task Move_UndoneWhileAFollowerDoesNotAnswer_LinksItAgainAllTheSame()
    {
        await shared.Quiet();
        var cluster = shared.Cluster;
        var (id, tidPid, leader, followers) = Partition(2);
        var refused = false;
        var silent = default(Endpoint);
        var hooked = new HookedClient(cluster.Client, async (call, next) =>
        {
            if (call.Method == "ChangeLeader")
            {
                silent = followers.First(f => f != call.Argument<Endpoint>());
                refused = true;
                throw new RefusedByClusterException(Site(leader), (int)ReturnCode.CreateOpFailed, "create op failed", "create op failed");
            }

            if (refused && call.Node == silent && call.Method is "GetTableStatus" or "GetTermPair")
                throw new NodeUnreachableException(Site(silent), Delivery.ReplyLost, "no answer");
            return await next();
        });
        await cluster.Client.Nameserver.ConfSet("auto_failover", "false", default);
        var journal = new TestJournal();
        await Assert.ThrowsAsync<MoveRefusedException>(() => new FencedMove(
            cluster.Services() with { Client = hooked }, new MoveGoal(id, tidPid, StorageMode.Memory, leader, false), _ => 0).Execute(new TestAttempt(journal, "move", 1, default)));
        await cluster.Client.Nameserver.ConfSet("auto_failover", "true", default);
        foreach (var line in journal.Lines) output.WriteLine(line);

        Assert.Equal(leader, (await cluster.Client.Nameserver.GetTablePartition(id, default))!.EffectiveLeader!.Value.Endpoint);
        var status = await (await cluster.Client.Tablet(leader, default)).GetTableFollower(tidPid, default);
        Assert.All(followers, follower => Assert.NotNull(status.LagOf(follower)));
    }

    private static CallSite Site(Endpoint at) => new(Operation.Unknown, "hooked", "server", at, null);

    private async Task<IReadOnlyList<string>> Obstacles(Endpoint tablet) =>
        await new SurveyStep(shared.Cluster.Services(), tablet, allowSingleReplica: true).Obstacles(default);

    private (PartitionId Id, TidPid TidPid, Endpoint Leader, List<Endpoint> Followers) Partition(int index)
    {
        var entry = shared.Shared.Partitions[index];
        var leader = entry.EffectiveLeader!.Value.Endpoint;
        return (shared.Shared.Partition(entry.Pid), new TidPid(shared.Shared.Tid, entry.Pid), leader, [.. entry.Replicas.Select(r => r.Endpoint).Where(e => e != leader)]);
    }
}
