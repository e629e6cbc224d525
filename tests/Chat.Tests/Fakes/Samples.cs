using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Fakes;

internal static class Samples
{
    public const string Hash = "0123456789abcdef0123456789abcdef";

    public static readonly Person Operator = new(new PersonId("operator"), "Olga", ["operator"]);
    public static readonly Person OnCall = new(new PersonId("oncall"), "Wei 伟", ["approver"]);
    public static readonly Person Guest = new(new PersonId("guest"), "Guest", ["guest"]);

    /// <summary>The operator may do everything on prod, read test; on-call people approve on prod; guests read the help.</summary>
    public static PeopleDirectory People { get; } = new(
        [Operator, OnCall, Guest],
        [
            new Grant("operator", ["*"], ["prod"], ["*"]),
            new Grant("operator", ["status"], ["test"], ["cluster"]),
            new Grant("approver", ["approve", "reject", "abort", "run", "runs"], ["prod"], ["*"]),
            new Grant("guest", ["help"], ["*"], ["*"]),
        ]);

    public static Plan Plan(params string[] obstacles) => new(
        Hash, "prod", "/upgrade tablet all", [new PlannedStep("a/stop", StepKind.Effect, "stop a", ["pid 7"]), new PlannedStep("look", StepKind.Observation, "look", [])],
        [new PlanImpact("bank.tx", LeadersMoved: 2, Bytes: 2048)], [new PlannedHold("auto_failover", "true", "false")],
        new Dictionary<string, string> { ["release 0.9.3"] = new string('a', 64) }, [new PlannedRisk(RiskTier.Elevated, "a second failure loses a partition")], obstacles,
        Fingerprint.Empty, RiskTier.Elevated, TimeSpan.FromMinutes(5));

    public static RunSummary Summary(long id, RunState state = RunState.AwaitingApproval, string cluster = "prod") => new(
        new RunId(id), state, cluster, "/upgrade tablet all", Operator.Id, DateTimeOffset.UnixEpoch, null, null, null);

    public static RunView Run(long id, RunState state = RunState.AwaitingApproval, string cluster = "prod", params StepView[] steps) => new(
        Summary(id, state, cluster), new RunRequest(cluster, "/upgrade tablet all", "x.csx", "{}", [], Operator.Id, "cli"), Plan(), new ApprovalPolicy(1, TimeSpan.FromHours(8)), [], steps, [], []);

    public static StepView Step(string path, StepState state, string? error = null, string? waits = null) => new(
        new StepPath(path), StepKind.Effect, $"do {path}", state, false, false,
        [new StepAttemptView(1, DateTimeOffset.UnixEpoch, state == StepState.Running ? null : DateTimeOffset.UnixEpoch.AddSeconds(2), error)], waits, null, null, []);
}
