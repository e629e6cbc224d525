using System.Text.Json;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Planning;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Planning;

public class PictureTests
{
    [Fact]
    public void Picture_OfAHugeCluster_ShowsTheFirstAndCountsTheRest()
    {
        var plan = Plan(Enumerable.Range(1, 100).Select(node => Stage($"n{node}", 5000)));

        var picture = plan.Picture!;
        Assert.Equal(PlanPicture.MostPartitions, picture.Stages.Sum(stage => stage.Partitions.Count));
        Assert.Equal(100, picture.Stages.Count + picture.MoreStages);
        Assert.Equal((PlanPicture.MostPartitions, 5000 - PlanPicture.MostPartitions), (picture.Stages[0].Partitions.Count, picture.Stages[0].MorePartitions));
        Assert.Equal((0, 5000), (picture.Stages[1].Partitions.Count, picture.Stages[1].MorePartitions));
        Assert.Equal(["n1"], picture.Stages[0].Nodes);
    }

    [Fact]
    public void Hash_WithAPictureOrWithout_IsTheSame() => Assert.Equal(Plan([]).Hash, Plan([Stage("n1", 3)]).Hash);

    [Fact]
    public void Plan_WithoutAPicture_HasNone() => Assert.Null(Plan([]).Picture);

    [Fact]
    public void Plan_OfAnOldJournal_IsReadWithoutAPicture()
    {
        var written = JsonSerializer.SerializeToNode(Plan([Stage("n1", 3)]), RunJson.Options)!.AsObject();
        Assert.Equal(3, written.Deserialize<Plan>(RunJson.Options)!.Picture!.Stages[0].Partitions.Count);

        Assert.True(written.Remove("Picture"));

        Assert.Null(written.Deserialize<Plan>(RunJson.Options)!.Picture);
    }

    private static Plan Plan(IEnumerable<PictureStage> stages)
    {
        var collected = new CollectedPlan();
        foreach (var stage in stages) new StepPlanBuilder(collected, new StepPath("survey"), "look").Picture(stage);
        return collected.ToPlan(Request(), Fingerprint.Empty, _ => null);
    }

    private static PictureStage Stage(string node, int partitions) => new(
        node, [node, "unused"], [.. Enumerable.Range(0, partitions).Select(number => new PicturePartition("demo.t", $"{number}", [new PictureReplica(node, PictureRole.Leader, PictureFate.Away)]))]);
}
