using Nightshift.Runs;

namespace Nightshift.Clusters;

/// <summary>
/// A run's journal, read for guards. A node is in hand while a step of its scope is open, between two steps of the scope that the run is at, and, where several are
/// worked on at the same time, from its first step until one of its way out has ended.
/// </summary>
/// <param name="view">The run as it is now; asked a few times a second at most, however many guards there are.</param>
/// <param name="components">The words by which scopes of nodes begin: <c>tablet</c>.</param>
public sealed class RunInHand(Func<RunView> view, IReadOnlyCollection<string> components, TimeProvider time) : IRunInHand
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private (RunView View, IReadOnlyCollection<NodeInHand> Nodes, long At)? _last;

    public IReadOnlyCollection<HoldView> Holds => Read().View.Holds;

    public IReadOnlyCollection<NodeInHand> Nodes => Read().Nodes;

    public string? FirstResult(string step) => Read().View.Steps.FirstOrDefault(found => found.Path.Name == step && found.Result is not null)?.Result;

    private (RunView View, IReadOnlyCollection<NodeInHand> Nodes, long At) Read()
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < Fresh) return last;
            var now = view();
            _last = (now, NodesOf(now), time.GetTimestamp());
            return _last.Value;
        }
    }

    private List<NodeInHand> NodesOf(RunView run)
    {
        var begun = run.Steps.Where(step => step.Attempts.Count > 0).ToList();
        if (begun.Count == 0) return [];
        var latest = begun.MaxBy(step => step.Attempts[0].Began)!;
        return [.. begun
            .Select(step => (Scope: NodeScope.Of(step.Path, components), Step: step))
            .Where(found => found.Scope is not null)
            .GroupBy(found => found.Scope!, found => found.Step)
            .Where(scope => IsInHand(scope.Key, [.. scope], latest))
            .Select(scope => new NodeInHand(scope.Key.Node, scope.Min(step => step.Attempts[0].Began)))];
    }

    private static bool IsInHand(NodeScope scope, List<StepView> steps, StepView latest)
    {
        if (steps.Exists(IsOpen)) return true;
        var last = steps.MaxBy(step => step.Attempts[0].Began)!;
        return last.Path == latest.Path || (scope.IsBranch && !last.WayOut);
    }

    private static bool IsOpen(StepView step) => step.State is StepState.Running or StepState.AwaitingDecision;
}

/// <summary>The scope that a playbook works on one node in.</summary>
/// <param name="IsBranch">One of several at the same time: the scope is called like the node alone.</param>
internal sealed record NodeScope(string Path, string Node, bool IsBranch)
{
    /// <summary>The outermost scope of a node that the step lies in; null when it lies in none.</summary>
    public static NodeScope? Of(StepPath step, IReadOnlyCollection<string> components)
    {
        var segments = step.Value.Split('/');
        for (var i = 0; i < segments.Length - 1; i++)
        {
            var path = string.Join('/', segments[..(i + 1)]);
            var space = segments[i].IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && components.Contains(segments[i][..space])) return new NodeScope(path, segments[i][(space + 1)..], false);
            if (Endpoint.TryParse(segments[i], out var endpoint) && !endpoint.IsName) return new NodeScope(path, segments[i], true);
        }

        return null;
    }
}
