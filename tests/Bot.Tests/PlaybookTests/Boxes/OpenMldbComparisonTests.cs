using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Bot.Tests.PlaybookTests.Boxes;

public sealed class OpenMldbComparisonTests
{
    private static readonly OneboxPartition Partition = new("demo.orders/0", "t1", ["t1", "t2"], null);
    private static readonly OneboxLook Before = new([Partition], "true", [new OneboxOp(4, "kAddReplicaOP", "kFailed")], []);

    [Fact]
    public void Worse_AsBefore_IsNoProblem() => Assert.Empty(Of(Before));

    [Fact]
    public void Worse_LeaderOfACleanRun_IsNoProblem() =>
        Assert.Empty(new OpenMldbComparison(Before, Before with { Partitions = [Partition with { Leader = "t2" }] }).Worse(Before with { Partitions = [Partition with { Leader = "t2" }] }));

    [Fact]
    public void Worse_DoneOp_IsNoProblem() => Assert.Empty(Of(Before with { Ops = [.. Before.Ops, new OneboxOp(5, "kMigrateOP", "kDone")] }));

    public static TheoryData<string, string> Problems() => new()
    {
        { "setting", "auto_failover is false" },
        { "silent", "auto_failover is unknown" },
        { "idle", "tablet1 does not serve" },
        { "gone", "demo.orders/0 is gone" },
        { "fault", "demo.orders/0: t2 is not alive" },
        { "leader", "demo.orders/0: led by t2, before by t1" },
        { "leaderless", "demo.orders/0: no leader" },
        { "replicas", "demo.orders/0: replicas t1 t3, before t1 t2" },
        { "op", "op 5 kMigrateOP is kDoing" },
        { "failed op", "op 5 kMigrateOP is kFailed" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Worse_LessSafe_SaysWhat(string what, string problem)
    {
        var now = what switch
        {
            "setting" => Before with { AutoFailover = "false" },
            "silent" => Before with { AutoFailover = null },
            "idle" => Before with { Idle = ["tablet1"] },
            "gone" => Before with { Partitions = [] },
            "fault" => Before with { Partitions = [Partition with { Fault = "t2 is not alive" }] },
            "leader" => Before with { Partitions = [Partition with { Leader = "t2" }] },
            "leaderless" => Before with { Partitions = [Partition with { Leader = null, Fault = "no leader" }] },
            "replicas" => Before with { Partitions = [Partition with { Replicas = ["t1", "t3"] }] },
            "op" => Before with { Ops = [new OneboxOp(5, "kMigrateOP", "kDoing")] },
            _ => Before with { Ops = [new OneboxOp(5, "kMigrateOP", "kFailed")] },
        };

        Assert.Equal([problem], Of(now));
    }

    private static IEnumerable<string> Of(OneboxLook now) => new OpenMldbComparison(Before, null).Worse(now);
}
