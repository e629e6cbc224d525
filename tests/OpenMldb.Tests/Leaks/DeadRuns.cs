using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Tests.Leaks;

/// <summary>Journals of runs as the store tells them.</summary>
internal static class DeadRuns
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, Converters = { new JsonStringEnumConverter() } };

    public static RunView View(long id, RunState state, StepView[]? steps = null, HoldView[]? holds = null, string command = "/upgrade tablet all") => new(
        new RunSummary(new RunId(id), state, "simulated", command, new PersonId("operator"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), null),
        new RunRequest("simulated", command, "openmldb/upgrade-tablet.csx", "{}", [], new PersonId("operator"), "cli"),
        new Plan("hash", "simulated", command, [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null),
        new ApprovalPolicy(1, TimeSpan.FromHours(1)),
        [],
        steps ?? [],
        holds ?? [],
        []);

    public static StepView Step(string path, object? result = null, StepState state = StepState.Done) => new(
        new StepPath(path), StepKind.Effect, path, state, false, false, [new StepAttemptView(1, DateTimeOffset.UnixEpoch, null, null)], null, null, null, [])
    {
        Result = result is null ? null : JsonSerializer.Serialize(result, result.GetType(), Json),
    };

    /// <summary>What a test run left in its journal, under the scope that a playbook gives it.</summary>
    public static StepView[] Steps(TestJournal journal, string scope) =>
        [.. journal.Begun.Keys.Order(StringComparer.Ordinal).Select(path => Step($"{scope}/{path}", state: journal.Results.ContainsKey(path) ? StepState.Done : StepState.Running) with
        {
            Result = journal.Results.GetValueOrDefault(path),
        })];

    public static RunsOfCluster Failed(params RunView[] runs) => RunsOfCluster.None with { Failed = runs };
}

/// <summary>Journals that do not change.</summary>
internal sealed class FixedRuns(RunsOfCluster runs) : IRunsOfClusters
{
    public Task<RunsOfCluster> ReadAsync(string cluster, CancellationToken cancellationToken) => Task.FromResult(runs);
}
