using Nightshift.Runs.Audit;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Tests.Audit;

public class EventWordsTests
{
    private static readonly StepPath At = new("n1/stop");
    private static readonly PersonId Lena = new("lena");
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch;
    private static readonly Plan APlan = new("0123456789abcdef", "demo", "/restart", [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null);

    private static readonly RunEvent[] Samples =
    [
        new Requested("demo", "/restart", "restart.csx", "{}", [], Lena, "test", new ApprovalPolicy(1, TimeSpan.FromHours(1))), new PlanMade(APlan, ["n1: up → down"], false),
        new Approved(Lena, "0123456789abcdef"), new Withdrawn(Lena), new Rejected(Lena, "not tonight"), new Expired("too late"), new Queued(null, null), new Started(1, "p"), new Resumed("p"),
        new StepIntent(At, StepKind.Effect, "stop it", 1, false, false), new StepResult(At, 1, "{}", "stopped", 5), new StepFailed(At, 1, "no route", null), new StepProbed(At, ProbeAnswer.Done, null),
        new DecisionAsked(At, [Decision.Retry, Decision.Abort], Noon, Decision.Abort), new Decided(At, Lena, Decision.Retry), new StepSkipped(At, "{}"), new StepAbandoned(At, "aborted"), new Noted(At, "pid 7"),
        new SafePointMet(At, false), new AbortAsked(Lena, true), new Stopping(At, "aborted", true, true), new HoldTaken(At, "auto_failover", "true", "false"), new HoldReleased(At, "auto_failover"),
        new Said(At, "节点 n1 已停止"), new CommandRefused(Lena, "Approve", "not twice"), new PauseAsked(Lena, "lunch", false), new Paused(At), new Continued(Lena, true),
        new DriftFound(At, ["n1: up → down"], new Dictionary<string, string?>(), "0123456789abcdef"), new DriftConfirmed(Lena, "0123456789abcdef"), new ConfirmationWithdrawn(Lena),
        new BaselineMoved(At, new Dictionary<string, string?> { ["n1"] = "up" }), new GuardViolated("enough", "1 is left"), new GuardHolds("enough", "3 are there"), new LockLost("lost the lock"),
        new QuestionAsked(At, ["yes", "no"], Noon), new Answered(At, Lena, "yes"), new Ended(RunState.Succeeded, null),
    ];

    [Fact]
    public void What_EveryKind_HasWordsOfItsOwn()
    {
        Assert.Equal(EventKinds.All.Order(), Samples.Select(EventKinds.Of).Order());
        Assert.All(Samples, sample => Assert.False(string.IsNullOrWhiteSpace(EventWords.What(sample)), EventKinds.Of(sample)));
    }

    [Fact]
    public void Of_WhatPeopleDid_NamesThem()
    {
        var line = EventWords.Of(new StoredEvent(7, "2026-01-01T00:00:00.0000000Z", "pause-asked", EventKinds.Write(new PauseAsked(Lena, "lunch", true)), "", ""));
        Assert.Equal(("lena", "asked to pause before the next effect: lunch"), (line.Who, line.What));
    }
}
