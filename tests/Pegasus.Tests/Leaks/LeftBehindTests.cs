using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Leaks;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Pegasus.Tests.Leaks;

public sealed class LeftBehindTests
{
    [Fact]
    public void Judge_AsConfigured_IsClean() => Assert.True(Report(Usual).IsClean);

    [Theory]
    [InlineData(MetaSetting.AddSecondaryMax, "0", "it is 0, usual is 20, and no run holds it")]
    [InlineData(MetaSetting.AssignDelayMs, "180000000", "it is 180000000 ms (50 h), usual is 600000 ms (10 min)")]
    [InlineData(MetaSetting.AddSecondaryFlowControl, "false", "it is false, usual is true")]
    [InlineData(MetaSetting.LivePercentage, "0", "it is 0, usual is 50")]
    [InlineData(MetaSetting.BlackList, "10.0.0.1:34801", "it is 10.0.0.1:34801, usual is empty")]
    [InlineData(HeldSettings.Level, "freezed", "it is freezed, usual is steady")]
    public void Judge_LeftByATool_IsALeakThatTidyPutsRight(string setting, string live, string reason)
    {
        var leak = Assert.Single(Report([.. Usual.Select(known => known.Name == setting ? known with { Live = Reading<string>.Known(live) } : known)]).Leaks);

        Assert.Equal((setting, "/tidy pegasus --on prod"), (leak.Thing, leak.PlaybookCommand));
        Assert.StartsWith(reason, leak.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SteadyWhereLivelyIsUsual_IsALeak()
    {
        Assert.Equal("lively", Assert.Single(Left(Usual, RunsOfCluster.None, "lively").Settings).Usual);
        Assert.Empty(Left([Setting(HeldSettings.Level, "lively", "steady")], RunsOfCluster.None, null).Settings);
    }

    [Fact]
    public void Judge_ConfiguredLivelyBySource_IsReadWithoutItsPrefix() =>
        Assert.Equal("lively", Assert.Single(Left([Setting(HeldSettings.Level, "steady", "fl_lively")], RunsOfCluster.None, null).Settings).Usual);

    [Fact]
    public void Judge_HeldByALivingRun_IsNoLeak()
    {
        var left = Left([Setting(MetaSetting.AddSecondaryMax, "0", "20")], new RunsOfCluster([Run(7, RunState.Running, new HoldView(MetaSetting.AddSecondaryMax, "20", "0", default))], [], []), null);

        Assert.Empty(left.Settings);
        Assert.Contains("run 7 (/restart pegasus ha) is under way", Assert.Single(left.Obstacles), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_HeldByADeadRun_GoesBackToWhatItFound()
    {
        var dead = Run(8, RunState.Failed, new HoldView(HeldSettings.Level, "lively", "steady", DateTimeOffset.UnixEpoch));

        var setting = Assert.Single(Left([Setting(HeldSettings.Level, "steady", "steady")], new RunsOfCluster([], [dead], []), null).Settings);

        Assert.Equal("lively", setting.Usual);
        Assert.Equal("it is steady since run 8 (/restart pegasus ha), which failed and could not put it back; it was lively before", setting.Reason);
        Assert.Equal(DateTimeOffset.UnixEpoch, setting.Since);
    }

    [Fact]
    public void Judge_DeadRunsValueIsBack_IsNoLeak()
    {
        var dead = Run(8, RunState.Failed, new HoldView(MetaSetting.AddSecondaryMax, "20", "0", default));

        Assert.Empty(Left(Usual, new RunsOfCluster([], [dead], []), null).Settings);
    }

    [Fact]
    public void Judge_Unknown_IsSaidAndNotTakenForGood()
    {
        var report = Report([new LeaderSetting(MetaSetting.AddSecondaryMax, Reading<string>.Unknown("no answer in 2 s"), Reading<string?>.Known("20"))]);

        Assert.Empty(report.Leaks);
        Assert.Contains("no answer in 2 s", Assert.Single(report.Unseen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetaSetting.AddSecondaryMax, "0", 1)]
    [InlineData(MetaSetting.AddSecondaryMax, "100", 0)]
    [InlineData(MetaSetting.AssignDelayMs, "180000000", 1)]
    [InlineData(MetaSetting.AssignDelayMs, "3600000", 0)]
    public void Judge_VersionWithoutSuchAKey_KnowsOnlyWhatIsPlainlyWrong(string setting, string live, int leaks) =>
        Assert.Equal(leaks, Left([Setting(setting, live, null)], RunsOfCluster.None, null).Settings.Count);

    [Fact]
    public async Task Read_NoLeader_IsUnseenAndAnObstacle()
    {
        var client = Substitute.For<IPegasusClient>();
        var snapshots = Substitute.For<ISnapshotReader>();
        var fault = new NodeUnreachableException(new CallSite("RPC_CM_LIST_NODES", "meta server 10.0.0.9:34601", null, null), Delivery.NotSent, "no meta server leads");
        snapshots.Read(default, default).ReturnsForAnyArgs(Task.FromException<ClusterSnapshot>(fault));

        var left = await new LeftBehindReader(new LeaderSettings(client, snapshots), null).Read(RunsOfCluster.None, default);

        Assert.Contains("no meta server leads", Assert.Single(left.Unseen), StringComparison.Ordinal);
        Assert.Single(left.Obstacles);
    }

    private static IReadOnlyList<LeaderSetting> Usual { get; } =
    [
        Setting(HeldSettings.Level, "steady", "steady"), Setting(MetaSetting.AssignDelayMs, "600000", "600000"), Setting(MetaSetting.AddSecondaryMax, "20", "20"),
        Setting(MetaSetting.AddSecondaryFlowControl, "true", "true"), Setting(MetaSetting.LivePercentage, "50", "50"), Setting(MetaSetting.BlackList, "", ""),
    ];

    private static LeaderSetting Setting(string name, string live, string? configured) => new(name, Reading<string>.Known(live), Reading<string?>.Known(configured));

    private static LeakReport Report(IReadOnlyList<LeaderSetting> live) => LeakSentences.Report(Left(live, RunsOfCluster.None, null), "/tidy pegasus --on prod");

    private static LeftBehind Left(IReadOnlyList<LeaderSetting> live, RunsOfCluster runs, string? usualLevel) => new LeftBehindReader(null!, usualLevel).Judge(live, runs);

    private static RunView Run(long id, RunState state, params HoldView[] holds) => new(
        new RunSummary(new RunId(id), state, "prod", "/restart pegasus ha", new PersonId("operator"), DateTimeOffset.UnixEpoch, null, null, null),
        new RunRequest("prod", "/restart pegasus ha", "pegasus/restart-pegasus-ha.csx", "{}", [], new PersonId("operator"), "cli"),
        new Plan("0", "prod", "/restart pegasus ha", [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Elevated, null),
        new ApprovalPolicy(1, TimeSpan.FromHours(8)), [], [], [.. holds], []);
}
