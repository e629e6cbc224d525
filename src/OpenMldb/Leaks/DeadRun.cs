using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>Reads from a failed run's journal what it recorded of each tablet that it took leaders from and did not see as before again.</summary>
internal static class DeadRun
{
    private const string Survey = "/drain/survey";
    private const string Install = "/install ";

    /// <summary>Journals write enums by name, and ids as their types say.</summary>
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, Converters = { new JsonStringEnumConverter() } };

    public static string NameOf(RunView run) => $"run {run.Summary.Id} ({run.Summary.Command})";

    /// <exception cref="JsonException">The journal is of another version of this program.</exception>
    public static IEnumerable<RecordedTablet> Tablets(RunView run)
    {
        var steps = run.Steps.ToDictionary(step => step.Path.Value, StringComparer.Ordinal);
        foreach (var step in run.Steps.Where(step => step.Path.Value.EndsWith(Survey, StringComparison.Ordinal)))
        {
            var scope = step.Path.Value[..^Survey.Length];
            if (step.Result is null || steps.GetValueOrDefault($"{scope}/return/as before")?.State == StepState.Done) continue;
            yield return Tablet(run, scope, steps, Read<TabletSurvey>(step.Result));
        }
    }

    /// <summary>What the run left undone and nobody looks for on the live cluster: everything but auto_failover and the ways home of tablets.</summary>
    public static IEnumerable<LeftUndoneStep> Undone(RunView run) => run.LeftUndone
        .Where(left => !IsOf(left, AutoFailoverHold.Setting) && !IsWayHome(run, left.Path.Value))
        .Select(left => new LeftUndoneStep(NameOf(run), run.Summary.Ended, left.Description, left.ByHand));

    /// <summary>How a person puts a setting back that this run held.</summary>
    public static string? ByHand(RunView run, string setting) => run.LeftUndone.FirstOrDefault(left => IsOf(left, setting))?.ByHand;

    private static bool IsOf(LeftUndone left, string setting) => left.Description.StartsWith($"put back {setting}:", StringComparison.Ordinal);

    private static bool IsWayHome(RunView run, string path) =>
        path.Split("/return/") is [var scope, _, ..] && run.Steps.Any(step => step.Path.Value == scope + Survey);

    private static RecordedTablet Tablet(RunView run, string scope, Dictionary<string, StepView> steps, TabletSurvey survey)
    {
        var chosen = steps.GetValueOrDefault($"{scope}/drain/choose tablets")?.Result is { } json ? Read<List<AddedReplica>>(json) : [];
        var added = chosen.ToDictionary(replica => replica.Partition, replica => replica.Tablet);
        var stopped = steps.ContainsKey($"{scope}/stop/stop process") ? steps.GetValueOrDefault($"{scope}/stop/take out of service")?.Result : null;
        return new RecordedTablet(
            survey.Tablet,
            NameOf(run),
            run.Summary.Ended,
            [.. survey.Led.Select(led => new RecordedLeader(led.Id, led.TidPid.Tid, added.TryGetValue(led.Id, out var tablet) ? tablet : null))],
            stopped is null ? null : Read<OutOfService>(stopped),
            Untried(scope, steps));
    }

    /// <summary>The release whose installation was begun and on which the tablet was never seen to serve.</summary>
    private static string? Untried(string scope, Dictionary<string, StepView> steps)
    {
        var install = steps.Keys.FirstOrDefault(path => path.StartsWith($"{scope}{Install}", StringComparison.Ordinal));
        var isOver = IsDone($"{scope}/start") || IsDone($"{scope}/return/roll back");
        return install is null || isOver ? null : install[(scope.Length + Install.Length)..];

        bool IsDone(string path) => steps.GetValueOrDefault(path)?.State == StepState.Done;
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException("the result of a step is null");
}
