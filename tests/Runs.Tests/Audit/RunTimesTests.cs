using Nightshift.Runs.Journal;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Audit;

/// <summary>Journals written by hand: <c>(second, event)</c>.</summary>
public class RunTimesTests
{
    private static readonly DateTimeOffset Zero = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    private static readonly Plan Plan = new(
        "hash", "demo", "/restart", [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null);

    private static readonly (double, RunEvent)[] Asked =
    [
        (0, new Requested("demo", "/restart", "x.csx", "{}", [], Operator, "test", new ApprovalPolicy(1, TimeSpan.FromDays(1)))), (0, new PlanMade(Plan, [], false)),
    ];

    private static readonly (double, RunEvent)[] StartedAt10 = [.. Asked, (7, new Approved(OnCall, "hash")), (7, new Queued(null, null)), (10, new Started(1, "me"))];

    [Fact]
    public void Of_ARunWithWaits_CountsEveryMomentOnce()
    {
        var times = Of([
            .. StartedAt10,
            (11, Intent("tablet a/stop", StepKind.Effect)), (13, Result("tablet a/stop")),
            (14, Intent("tablet a/catch up", StepKind.Gate)), (24, Result("tablet a/catch up")),
            (24.5, Intent("look", StepKind.Observation)), (25, Result("look")),
            (26, new Ended(RunState.Succeeded, null)),
        ]);

        Assert.Equal((26, 12.5, 2, 10, 0.5), (S(times.Total), S(times.Cluster), S(times.Effects), S(times.Gates), S(times.Observations)));
        Assert.Equal((7, 3, 3.5), (S(times.Approval), S(times.Lock), S(times.Overhead)));
        AssertWhole(times);
    }

    [Fact]
    public void Of_ParallelBranches_CountsTheirUnion()
    {
        var times = Of([
            .. StartedAt10,
            (11, Intent("a/move", StepKind.Effect)), (12, Intent("b/move", StepKind.Effect)), (12, Intent("c/wait", StepKind.Gate)),
            (13, Result("a/move")), (15, Result("b/move")), (18, Result("c/wait")), (20, Intent("a/move on", StepKind.Effect)), (21, Result("a/move on")),
            (21, new Ended(RunState.Succeeded, null)),
        ]);

        // a: 11–13 and 20–21, b: 12–15, c: 12–18.
        Assert.Equal((5, 3, 3), (S(times.Effects), S(times.Gates), S(times.Overhead)));
        AssertWhole(times);
    }

    [Fact]
    public void Of_ADecision_IsAWaitExceptWhileOtherBranchesWork()
    {
        var times = Of([
            .. StartedAt10,
            (10, Intent("a/move", StepKind.Effect)), (10, Intent("b/move", StepKind.Effect)),
            (12, new StepFailed(new StepPath("a/move"), 1, "no answer", null)), (12, new DecisionAsked(new StepPath("a/move"), [Decision.Retry], Zero.AddHours(1), Decision.Abort)),
            (15, Result("b/move")),
            (20, new Decided(new StepPath("a/move"), OnCall, Decision.Retry)), (20, Intent("a/move", StepKind.Effect, 2)), (21, Result("a/move")),
            (21, new Ended(RunState.Succeeded, null)),
        ]);

        Assert.Equal((6, 5, 0), (S(times.Effects), S(times.Decisions), S(times.Overhead)));
        AssertWhole(times);
        var row = times.Rows.Single(row => row.Node == "a");
        Assert.Equal(
            [(10, 12, BarKind.Effect, "no answer"), (12, 20, BarKind.Wait, "no answer"), (20, 21, BarKind.Effect, null)],
            row.Bars.Select(bar => (S(bar.Start - Zero), S(bar.End - Zero), bar.Kind, bar.Reason)));
    }

    [Fact]
    public void Of_AnInterruption_IsNobodysWork()
    {
        var times = Of([
            .. StartedAt10,
            (11, Intent("a/move", StepKind.Effect)), (14, new Noted(new StepPath("a/move"), "half way")),
            (30, new Resumed("other")), (31, Intent("a/move", StepKind.Effect, 2)), (33, Result("a/move")),
            (33, new Ended(RunState.Succeeded, null)),
        ]);

        Assert.Equal((5, 16, 2), (S(times.Effects), S(times.Interrupted), S(times.Overhead)));
        AssertWhole(times);
        Assert.Contains(times.Rows.Single(row => row.Node == "").Bars, bar => bar is { Kind: BarKind.Wait, Label: "no process is known to have carried it on" });
    }

    [Fact]
    public void Of_ARestartWhilePeopleAreAsked_GoesOnWaiting()
    {
        var times = Of([
            .. StartedAt10,
            (10, Intent("a/move", StepKind.Effect)), (11, new StepFailed(new StepPath("a/move"), 1, "no", null)),
            (11, new DecisionAsked(new StepPath("a/move"), [Decision.Abort], Zero.AddHours(1), Decision.Abort)),
            (50, new Resumed("other")), (60, new Decided(new StepPath("a/move"), OnCall, Decision.Abort)), (60, new StepAbandoned(new StepPath("a/move"), "no")),
            (60, new Ended(RunState.Failed, "no")),
        ]);

        Assert.Equal((1, 49, 0), (S(times.Effects), S(times.Decisions), S(times.Interrupted)));
        AssertWhole(times);
    }

    [Fact]
    public void Of_ARunUnderWay_IsCutNow()
    {
        var times = Of([.. StartedAt10, (11, Intent("tablet a/stop", StepKind.Effect))], now: 15);

        Assert.Equal((15, 4, 1), (S(times.Total), S(times.Effects), S(times.Overhead)));
        Assert.Equal(["", "tablet a"], times.Rows.Select(row => row.Node));
        Assert.Equal(["waits for approval", "waits for its turn"], times.Rows[0].Bars.Select(bar => bar.Label));
    }

    [Fact]
    public void Of_ARunBehindOthers_NamesThemOneAfterAnother()
    {
        var times = Of([
            .. Asked, (1, new Approved(OnCall, "hash")), (1, new Queued(null, null)), (2, new Queued(new RunId(3), "waits for run 3")), (5, new Queued(null, "waits for the lock of oncall")),
            (9, new Ended(RunState.Stopped, "aborted")),
        ]);

        Assert.Equal((1, 8, 0), (S(times.Approval), S(times.Lock), S(times.Cluster)));
        Assert.Equal([null, null, "waits for run 3", "waits for the lock of oncall"], times.Rows.Single().Bars.Select(bar => bar.Reason));
        AssertWhole(times);
    }

    [Fact]
    public void Of_AClockThatWasPutBack_NeverCountsLessThanNothing()
    {
        var times = Of([.. StartedAt10, (11, Intent("a/move", StepKind.Effect)), (5, Result("a/move")), (6, Intent("a/on", StepKind.Gate)), (14, Result("a/on")), (14, new Ended(RunState.Succeeded, null))]);

        Assert.Equal((0, 3), (S(times.Effects), S(times.Gates)));
        AssertWhole(times);
    }

    [Fact]
    public void Of_APause_SaysByWhomAndWhy()
    {
        var times = Of([
            .. StartedAt10, (11, new PauseAsked(OnCall, "a look at the disks", false)), (12, new Paused(new StepPath("before x"))),
            (21, new Ended(RunState.Succeeded, null)),
        ]);

        var pause = Assert.Single(times.Rows.SelectMany(row => row.Bars), bar => bar.Label == "paused");
        Assert.Equal($"by {OnCall}: a look at the disks", pause.Reason);
    }

    private static RunTimes Of(IReadOnlyList<(double At, RunEvent Event)> events, double? now = null)
    {
        var projection = new RunProjection(new RunId(1), new Dictionary<string, string>());
        var folded = new List<CommittedEvent>();
        foreach (var (at, happened) in events)
        {
            var row = JournalChain.Link(new RunId(1), folded.Count + 1, Zero.AddSeconds(at), EventKinds.Of(happened), EventKinds.Write(happened), "");
            projection.Apply(row, happened);
            folded.Add(new CommittedEvent(row, happened, projection.State));
        }
        return RunTimes.Of(folded, Zero.AddSeconds(now ?? 1000));
    }

    private static StepIntent Intent(string path, StepKind kind, int attempt = 1) => new(new StepPath(path), kind, $"do {path}", attempt, false, false);

    private static StepResult Result(string path) => new(new StepPath(path), 1, "{}", null, null);

    private static double S(TimeSpan span) => span.TotalSeconds;

    private static void AssertWhole(RunTimes times) => Assert.Equal(
        times.Total,
        times.Cluster + times.Approval + times.Lock + times.Paused + times.Decisions + times.Interrupted + times.Overhead);
}
