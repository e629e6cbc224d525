using Nightshift.Runs;

namespace Nightshift.Bot.Tests.Fakes;

internal static class SampleRuns
{
    public static readonly RunId Id = new(7);

    public static Plan Plan { get; } = new(
        "0123456789abcdef", "prod", "/restart tablet all", [new PlannedStep("a/stop", StepKind.Effect, "stop a", [])], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty,
        RiskTier.Low, null);

    public static RunView Run(RunState state, params StepView[] steps) => new(
        new RunSummary(Id, state, "prod", "/restart tablet all", new PersonId("operator"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch,
            state.IsFinal() ? DateTimeOffset.UnixEpoch.AddSeconds(90) : null, null),
        new RunRequest("prod", "/restart tablet all", "x.csx", "{}", [], new PersonId("operator"), "cli"), Plan, new ApprovalPolicy(1, TimeSpan.FromHours(8)), [], steps, [], []);

    public static StepView Step(string path, StepState state, string? waits = null, string? error = null, int attempts = 1, string? report = null) => new(
        new StepPath(path), StepKind.Effect, $"do {path}", state, false, false,
        [.. Enumerable.Range(1, attempts).Select(n => new StepAttemptView(n, DateTimeOffset.UnixEpoch, state == StepState.Running ? null : DateTimeOffset.UnixEpoch.AddSeconds(2), error))],
        waits, null, report, []);
}
