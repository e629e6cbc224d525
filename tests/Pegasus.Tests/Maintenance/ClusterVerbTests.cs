using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

public class ClusterVerbTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("move_pri=1,copy_pri=2,copy_sec=3,total=6", 6)]
    [InlineData("move_pri=0,copy_pri=0,copy_sec=0,total=0", 0)]
    [InlineData("{\"move_pri\": 1, \"total\": 4}", 4)]
    [InlineData("{\"total\": \"3\"}", 3)]
    public void BalanceCount_BothGenerations_AreRead(string text, int total) => Assert.Equal(total, BalanceCount.Total(Info(text)));

    [Theory]
    [InlineData("")]
    [InlineData("total")]
    [InlineData("{}")]
    [InlineData("total=-1")]
    public void BalanceCount_NotUnderstood_IsNoZero(string text) => Assert.Throws<MaintenanceRefusedException>(() => BalanceCount.Total(Info(text)));

    [Fact]
    public async Task SpreadPrimaries_AfterADrain_GivesTheServerItsShareBack()
    {
        await using var rig = new Rig(output, partitions: 20);
        await rig.Restart();
        Assert.Equal(0, rig.Primaries(rig.First));
        await using (var holds = new Hold(rig))
        {
            await rig.Run.StepAsync(new BalanceSteps(rig.Services).SpreadPrimaries(holds.Standing));
        }

        Assert.Equal([8, 8, 8, 8, 8], rig.Cluster.Servers.Select(rig.Primaries));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Balanced_WorkLeft_WaitsUntilThereIsNone()
    {
        await using var rig = new Rig(output);
        rig.Cluster.Balance = "move_pri=2,copy_pri=0,copy_sec=0,total=2";
        var waiting = rig.Run.StepAsync(new BalanceSteps(rig.Services).AwaitBalanced(new StandingHolds(rig.Services, [])));
        await Wait.Until(() => Task.FromResult(rig.Said("2 moves to make")), "it to wait");
        Assert.False(waiting.IsCompleted);
        rig.Cluster.Balance = "move_pri=0,copy_pri=0,copy_sec=0,total=0";
        await waiting;
    }

    [Fact]
    public async Task SetLevel_Lively_IsSetAndTheOldOneTold()
    {
        await using var rig = new Rig(output);
        Assert.Equal(MetaLevel.Steady, await rig.Run.StepAsync(new ClusterSteps(rig.Services).SetLevel(MetaLevel.Lively)));
        Assert.Equal(MetaLevel.Lively, rig.Cluster.Level);
    }

    [Fact]
    public async Task Check_Plan_NamesWhatIsAtStakeAndDrawsIt()
    {
        await using var rig = new Rig(output);
        rig.Cluster.CreateTable("lonely", 5, 1, 1);
        var plan = new TestPlan();
        await new ServerSteps(rig.Services, rig.First.Name).Check(allowFewReplicas: false).Plan!(plan);
        Assert.Contains(plan.Obstacles, obstacle => obstacle.Contains("table lonely", StringComparison.Ordinal));
        Assert.Contains(plan.Risks, risk => risk.Contains("1 partition of table lonely exists only on 127.0.0.1:34801", StringComparison.Ordinal));
        Assert.Equal((2, 4), (plan.Impacts.First(impact => impact.Subject == "orders").LeadersMoved, plan.Impacts.First(impact => impact.Subject == "orders").ReplicasAway));
        Assert.Equal(9, Assert.Single(plan.Pictures).Partitions.Count);
    }

    [Fact]
    public async Task MovePrimariesAway_ServerThatCannotBeStarted_IsDoneSinceNothingIsStopped()
    {
        await using var rig = new Rig(output);
        rig.Process(rig.First).NotStartable = "there is no program";
        await rig.Server().MovePrimariesAway();
        Assert.Equal(0, rig.Primaries(rig.First));
    }

    [Fact]
    public async Task Undrain_AfterADrainThatWasLeft_BringsTheServerBack()
    {
        await using var rig = new Rig(output, times: new FakeTimes { Round = TimeSpan.FromHours(1) });
        var steps = new ServerSteps(rig.Services, rig.First.Name);
        await using (var holds = new Hold(rig))
        {
            await rig.Run.StepAsync(steps.PrimariesAway(holds.Standing, new HashSet<Gpid>()));
            await rig.Run.StepAsync(steps.SecondariesOut(holds.Standing, new HashSet<Gpid>()));
        }

        Assert.Equal(0, rig.Members(rig.First));
        await rig.Server().Undrain();
        Assert.Equal(8, rig.Members(rig.First));
        await rig.AsBefore();
    }

    private static ClusterInfo Info(string text) => new([], default, "", MetaLevel.Steady, null, new Dictionary<string, string> { ["balance_operation_count"] = text });

    /// <summary>What a drain holds, for a scope of a test.</summary>
    private sealed class Hold(Rig rig) : IAsyncDisposable
    {
        private readonly ServerHolds _holds = new(rig.Services, rig.Run);

        public StandingHolds Standing => _holds.Standing;

        public ValueTask DisposeAsync() => new(_holds.ReleaseAll());
    }
}
