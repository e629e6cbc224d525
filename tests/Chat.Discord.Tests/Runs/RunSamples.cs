using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

internal static class RunSamples
{
    public static readonly DateTimeOffset Began = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);
    public static readonly Snowflake Channel = new(500);

    public static string Hash(char letter = 'a') => new(letter, 64);

    public static Plan Plan(int steps = 3, char hash = 'a', RiskTier tier = RiskTier.Elevated, string text = "stop the tablet") => new(
        Hash(hash), "prod", "/upgrade tablet all --version 0.9.3", [.. Enumerable.Range(1, steps).Select(i => new PlannedStep(Path(i), StepKind.Effect, $"{text} {i}", []))],
        [new PlanImpact("bank.tx", LeadersMoved: 2, Bytes: 2048)], [new PlannedHold("auto_failover", "true", "false")], new Dictionary<string, string> { ["release 0.9.3"] = Hash('d') },
        [new PlannedRisk(tier, "a second failure loses a partition")], [], Fingerprint.Empty, tier, TimeSpan.FromMinutes(12));

    public static string Path(int step) => $"tablet 127.0.0.1:{10920 + step}/stop";

    public static RunView Run(long id = 12, RunState state = RunState.AwaitingApproval, int planned = 3, params StepView[] steps) => new(
        new RunSummary(new RunId(id), state, "prod", "/upgrade tablet all --version 0.9.3", new PersonId("olga"), Began, state < RunState.Running ? null : Began, null, null),
        new RunRequest("prod", "/upgrade tablet all --version 0.9.3", "x.csx", "{}", [], new PersonId("olga"), "web"), Plan(planned), new ApprovalPolicy(1, TimeSpan.FromHours(8), "oncall"), [], steps, [], []);

    public static StepView Step(int number, StepState state = StepState.Done, string? report = null, string? error = null, string? waits = null, int attempts = 1) => new(
        new StepPath(Path(number)), StepKind.Effect, $"stop the tablet {number}", state, false, true,
        [.. Enumerable.Range(1, attempts).Select(i => new StepAttemptView(i, Began, state == StepState.Running ? null : Began.AddSeconds(2), error))],
        waits, waits is null ? null : Began, report, []);

    public static RunView In(this RunView run, RunState state, string? reason = null) => run with
    {
        Summary = run.Summary with
        {
            State = state, Reason = reason, Started = run.Summary.Started ?? (state >= RunState.Running && state < RunState.Rejected ? Began : null), Ended = state.IsFinal() ? Began.AddMinutes(10) : null,
        },
    };

    public static RunView With(this RunView run, params IEnumerable<StepView> steps) => run with { Steps = [.. steps] };
}
