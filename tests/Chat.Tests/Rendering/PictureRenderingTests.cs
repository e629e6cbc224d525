using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Rendering;

public sealed class PictureRenderingTests
{
    private static readonly string[] Nodes = ["10.0.0.1:9", "10.0.0.1:10"];

    [Fact]
    public void Lines_OfASmallCluster_AreAGrid()
    {
        var stage = new PictureStage(Nodes[0], Nodes, [
            new PicturePartition("demo.t", "0", [Away(PictureRole.Leader), new PictureReplica(Nodes[1], PictureRole.Follower)], Nodes[1]),
            new PicturePartition("demo.t", "1", [Away(PictureRole.Follower), new PictureReplica(Nodes[1], PictureRole.Leader)]),
            new PicturePartition("demo.u", "0", [Away(PictureRole.Leader), new PictureReplica(Nodes[1], PictureRole.Follower, PictureFate.Added)], Nodes[1]),
            new PicturePartition("demo.v", "0", [new PictureReplica(Nodes[0], PictureRole.Leader, PictureFate.NotServed)]),
        ], 7);

        Assert.Equal(
            [
                "  while 10.0.0.1:9 is away: 2 leader(s) go elsewhere, 1 replica(s) added, 1 partition(s) NOT SERVED",
                "            :9 (away)  :10",
                "    demo.t  0*→:10 1   →0* 1*",
                "    demo.u  0*→:10     +→0*",
                "    demo.v  0*!",
                "    and 7 more partitions, not drawn",
                "  and 3 more nodes, not drawn",
            ],
            PictureRendering.Lines(new PlanPicture([stage], 3)).Skip(1));
    }

    [Fact]
    public void Lines_OfALargeCluster_AreSentencesWithTheSame()
    {
        var nodes = Enumerable.Range(1, 30).Select(number => $"host{number}.example:10921").ToArray();
        var stage = new PictureStage(nodes[0], nodes, [.. Enumerable.Range(0, 100).Select(number => new PicturePartition(
            "demo.t", $"{number}", [new PictureReplica(nodes[0], PictureRole.Leader, PictureFate.Away), new PictureReplica(nodes[1 + (number % 2)], PictureRole.Follower)], nodes[1 + (number % 2)]))]);

        var lines = PictureRendering.Lines(new PlanPicture([stage])).ToList();

        Assert.Contains(lines, line => line.StartsWith("    leaders to host2.example:10921: demo.t[0 2 4 6", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("    away with host1.example:10921: demo.t[0 1 2 3", StringComparison.Ordinal));
        Assert.InRange(lines.Count, 1, 6);
    }

    [Fact]
    public void Short_NodesOfSeveralHosts_KeepTheirNames() => Assert.Equal("b:1", NodeNames.Short(["a:1", "b:1"])["b:1"]);

    private static PictureReplica Away(PictureRole role) => new(Nodes[0], role, PictureFate.Away);
}
