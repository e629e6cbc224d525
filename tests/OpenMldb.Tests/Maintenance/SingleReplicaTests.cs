using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>Partitions that exist on one tablet alone: who may leave them without a leader, and who may delete their copies.</summary>
public sealed class SingleReplicaTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TakeOutOfService_LeadsSingleReplicas_CountsThoseThatNobodyConsentedTo(bool consent)
    {
        await shared.Quiet();
        var cluster = shared.Cluster;
        var at = Leader(shared.Single.Partitions[0]);
        var before = await cluster.Placement();
        var survey = Surveyor.Survey(await cluster.Client.Snapshots.Read(SurveyStep.Scope, default), at);
        var alone = survey.Alone.Select(p => p.Id).ToHashSet();
        Assert.NotEmpty(alone);
        await cluster.Client.Nameserver.ConfSet("auto_failover", "false", default);
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => new TestRun(new TestJournal()).StepAsync(
            new TabletSteps(cluster.Services(), at).TakeOutOfService(new OutOfService(survey.Node, []), consent ? alone : [])));
        await cluster.Client.Nameserver.ConfSet("auto_failover", "true", default);

        Assert.Contains($"still leads {survey.Led.Count() - (consent ? alone.Count : 0)} partitions", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await cluster.Placement());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void MayBeAway_OnlyWithConsent_NamesThePartitionsOfTheSurvey(bool consent, int count)
    {
        var alone = new SurveyedPartition(new PartitionId("demo", "single", 0), default, 8, StorageMode.Memory, true, 1, 0, 0, []);
        var sharedOne = alone with { Id = new PartitionId("demo", "shared", 0), Others = [new SurveyedReplica(default, false, true)] };
        var survey = new TabletSurvey(default, new TabletNode(default, default, false, 0, 0, 0, default), 0, [alone, sharedOne], new Dictionary<string, int>());
        Assert.Equal(count, new TabletProgress { Survey = survey, SinglesStay = consent }.MayBeAway().Count);
    }

    [Fact]
    public async Task Delete_ReplicaThatSomebodyElseAdded_IsLeftAlone()
    {
        await shared.Quiet();
        var cluster = shared.Cluster;
        var client = cluster.Client;
        var entry = shared.Single.Partitions[1];
        var id = shared.Single.Partition(entry.Pid);
        var survey = Surveyor.Survey(await client.Snapshots.Read(SurveyStep.Scope, default), Leader(entry));
        var target = Enumerable.Range(0, 3).Select(cluster.At).First(t => t != survey.Tablet);
        await client.Nameserver.ConfSet("auto_failover", "false", default);
        await client.Nameserver.AddReplica(id, target, default);
        await Wait.Until(async () => await Replica(id, target) is { IsAlive: true } && await NoOp(), "the replica of somebody else");

        var run = new TestRun(new TestJournal());
        Assert.Equal(0, await run.StepAsync(new SingleReplicas(cluster.Services(), survey).Delete([])));
        Assert.NotNull(await Replica(id, target));
        Assert.Equal(1, await run.StepAsync(new SingleReplicas(cluster.Services(), survey).Delete([new AddedReplica(id, target)])));
        Assert.Null(await Replica(id, target));
        await client.Nameserver.ConfSet("auto_failover", "true", default);
    }

    private static Endpoint Leader(TablePartition partition) => partition.EffectiveLeader!.Value.Endpoint;

    private async Task<Replica?> Replica(PartitionId id, Endpoint tablet) => (await shared.Cluster.Client.Nameserver.GetTablePartition(id, default))!.ReplicaOn(tablet);

    private async Task<bool> NoOp() => (await shared.Cluster.Client.Nameserver.ShowOpStatus(OpFilter.All, default)).All(op => !op.IsUnfinished);
}
