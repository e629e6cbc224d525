using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.Bot.Tests.PlaybookTests.Boxes;

public sealed class PegasusComparisonTests
{
    private const string Delay = "meta.lb.assign_delay_ms";
    private static readonly PegasusPartition Partition = new("orders", "2.0", 7, "r1", ["r2", "r3"], 3);
    private static readonly PegasusTable Orders = new(2, "orders", "Available");
    private static readonly PegasusTable Canary = new(3, "nightshift_canary", "Available");
    private static readonly PegasusLook Before = new("steady", "steady", new Dictionary<string, string> { [Delay] = "60000" }, [Orders], [Partition], [], []);

    [Fact]
    public void Worse_AsBefore_IsNoProblem() => Assert.Empty(Of(Before));

    [Fact]
    public void Worse_OtherPrimaryOnOtherServersWithAnotherBallot_IsNoProblem() =>
        Assert.Empty(Of(Before with { Partitions = [Partition with { Ballot = 12, Primary = "r4", Secondaries = ["r5", "r1"] }] }));

    [Fact]
    public void Worse_TableThatACleanRunMade_IsNoProblem()
    {
        var withCanary = Before with { Tables = [Orders, Canary] };

        Assert.Empty(new PegasusComparison(Before, null).Worse(withCanary));
        Assert.Empty(new PegasusComparison(Before, withCanary).Worse(withCanary));
        Assert.Equal(["table nightshift_canary is new"], new PegasusComparison(Before, Before).Worse(withCanary));
    }

    public static TheoryData<string, string> Problems() => new()
    {
        { "idle", "replica1 does not serve" },
        { "dead", "replica server r1 is not alive" },
        { "level", "the level is lively, before steady" },
        { "frozen", "the leader acts as freezed, before as steady" },
        { "setting", "meta.lb.assign_delay_ms is 3600000, before 60000" },
        { "unread", "meta.lb.assign_delay_ms is unknown, before 60000" },
        { "dropped", "table orders is Dropped, before Available" },
        { "forgotten", "table orders is gone, before Available" },
        { "gone", "orders 2.0 is gone" },
        { "headless", "orders 2.0 has no primary" },
        { "incomplete", "orders 2.0 has 2 of 3 replicas" },
        { "more", "orders 2.0 has 4 replicas, before 3" },
        { "new", "nightshift_canary 3.0 has 1 of 3 replicas" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Worse_LessSafe_SaysWhat(string what, string problem)
    {
        var now = what switch
        {
            "idle" => Before with { Idle = ["replica1"] },
            "dead" => Before with { Dead = ["r1"] },
            "level" => Before with { Level = "lively", ActsAs = "lively" },
            "frozen" => Before with { ActsAs = "freezed" },
            "setting" => Before with { Settings = new Dictionary<string, string> { [Delay] = "3600000" } },
            "unread" => Before with { Settings = new Dictionary<string, string>() },
            "dropped" => Before with { Tables = [Orders with { Status = "Dropped" }] },
            "forgotten" => Before with { Tables = [] },
            "gone" => Before with { Partitions = [] },
            "headless" => Before with { Partitions = [Partition with { Primary = null }] },
            "incomplete" => Before with { Partitions = [Partition with { Secondaries = ["r2"] }] },
            "more" => Before with { Partitions = [Partition with { Secondaries = ["r2", "r3", "r4"] }] },
            _ => Before with { Partitions = [Partition, new PegasusPartition("nightshift_canary", "3.0", 1, "r1", [], 3)] },
        };

        Assert.Equal([problem], Of(now));
    }

    private static IEnumerable<string> Of(PegasusLook now) => new PegasusComparison(Before, null).Worse(now);
}
