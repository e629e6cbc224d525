using Nightshift.Clusters;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary>Quick restarts as the leader would count them, by what runs recorded.</summary>
public class RestartLedgerTests
{
    private static readonly Endpoint Server = Endpoint.Parse("127.0.0.1:34801");
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task IfRestartedNow_FourStartsShortlyAfterOneAnother_CountsTheFifth() =>
        Assert.Equal(new QuickRestarts(5, Now.AddSeconds(50)), await Count(-160, -110, -60, -10));

    [Fact]
    public async Task IfRestartedNow_RanLongBefore_CountsFromThere() => Assert.Equal(3, (await Count(-300, -110, -60, -10)).Count);

    [Fact]
    public async Task IfRestartedNow_RunsLongSince_CountsNone() => Assert.Equal(0, (await Count(-200, -150, -100)).Count);

    [Fact]
    public async Task RecordedStarts_OfOtherServersFailedOrOfOtherKinds_AreNotCounted()
    {
        var starts = await new RecordedStarts("pegasus", new Recorded(
            Step($"start replica server {Server} and see it serve", "\"2.4.0\""),
            Step($"start replica server {Server} once more and see it serve", "\"2.4.0\""),
            Step($"start replica server {Server} and see it serve", "null"),
            Step("start replica server 127.0.0.1:34802 and see it serve", "\"2.4.0\""),
            Step($"stop replica server {Server}", "{}"),
            Step($"start replica server {Server} and see it serve", null, StepState.Abandoned))).Of(Server, Now.AddSeconds(-60), CancellationToken.None);
        Assert.Equal([Now, Now], starts);
    }

    private static readonly Plan APlan = new("", "pegasus", "/restart", [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null);

    private static Task<QuickRestarts> Count(params int[] seconds) =>
        new RestartLedger(TimeProvider.System, (_, _, _) => Task.FromResult<IReadOnlyList<DateTimeOffset>>([.. seconds.Select(ago => Now.AddSeconds(ago))]))
            .IfRestartedNow(Server, Stable, 5, CancellationToken.None);

    private static StepView Step(string description, string? result, StepState state = StepState.Done) =>
        new(new StepPath("a/start"), StepKind.Effect, description, state, false, false, [new StepAttemptView(1, Now, Now, null)], null, null, null, []) { Result = result };

    private sealed class Recorded(params StepView[] steps) : IRunsOfClusters
    {
        public Task<RunsOfCluster> ReadAsync(string cluster, CancellationToken cancellationToken) => Task.FromResult(RunsOfCluster.None);

        public Task<IReadOnlyList<RunView>> SinceAsync(string cluster, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunView>>(
        [
            new RunView(
                new RunSummary(new RunId(1), RunState.Succeeded, cluster, "/restart", new PersonId("a"), since, since, Now, null),
                new RunRequest(cluster, "/restart", "a.csx", "{}", [], new PersonId("a"), "cli"), APlan, new ApprovalPolicy(0, TimeSpan.Zero), [], steps, [], []),
        ]);
    }
}
