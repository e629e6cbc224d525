using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class DrainPictureTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Draw_ALiveTablet_TellsOfEveryReplicaThereWhatBecomesOfIt(bool allowSingleReplica)
    {
        await shared.Quiet();
        var snapshot = await shared.Cluster.Client.Snapshots.Read(SurveyStep.Scope, default);
        var tablet = shared.Single.Partitions[0].EffectiveLeader!.Value.Endpoint;
        var survey = Surveyor.Survey(snapshot, tablet);

        var stage = new DrainPicture(survey, snapshot, allowSingleReplica).Draw();

        Assert.Equal(tablet.ToString(), stage.Node);
        Assert.Contains(stage.Node, stage.Nodes);
        Assert.Equal(survey.Partitions.Count, stage.Partitions.Count);
        Assert.Equal(survey.Led.Count(led => !led.IsAlone || !allowSingleReplica), stage.Partitions.Count(partition => partition.MovesTo is not null));
        Assert.All(stage.Partitions, partition => Assert.Contains(partition.Replicas, replica => replica.Node == stage.Node && replica.Fate != PictureFate.Stays));
        Assert.All(stage.Partitions.Where(partition => partition.MovesTo is not null), partition => Assert.Contains(partition.Replicas, replica => replica.Node == partition.MovesTo && replica.Node != stage.Node));
        var alone = survey.Alone.Count();
        Assert.NotEqual(0, alone);
        Assert.Equal(allowSingleReplica ? (alone, 0) : (0, alone), (Count(stage, PictureFate.NotServed), Count(stage, PictureFate.Added)));
    }

    private static int Count(PictureStage stage, PictureFate fate) => stage.Partitions.SelectMany(partition => partition.Replicas).Count(replica => replica.Fate == fate);
}
