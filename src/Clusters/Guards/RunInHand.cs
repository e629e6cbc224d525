using Nightshift.Runs;

namespace Nightshift.Clusters;

/// <summary>
/// A run's journal, read for guards. A node is in hand while a step of its scope is open, between two steps of the scope that the run is at, and, where several are
/// worked on at the same time, from its first step until one of its way out has ended.
/// </summary>
/// <param name="view">The run as it is now; asked a few times a second at most, however many guards there are.</param>
/// <param name="components">The words by which scopes of nodes begin: <c>tablet</c>, <c>replica server</c>.</param>
public sealed class RunInHand(Func<RunView> view, IReadOnlyCollection<string> components, TimeProvider time) : IRunInHand
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();

    /// <summary>The scope of every step that was seen: a path says the same for ever.</summary>
    private readonly Dictionary<StepPath, NodeScope?> _scopes = [];
    private (RunView View, IReadOnlyCollection<NodeInHand> Nodes, long At)? _last;

    public IReadOnlyCollection<HoldView> Holds => Read().View.Holds;

    public IReadOnlyCollection<NodeInHand> Nodes => Read().Nodes;

    public string? FirstResult(string step) => Read().View.Steps.FirstOrDefault(found => found.Result is not null && found.Path.Name == step)?.Result;

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
        StepView? latest = null;
        var nodes = new Dictionary<NodeScope, NodeSteps>();
        foreach (var step in run.Steps.Where(step => step.Attempts.Count > 0))
        {
            if (latest is null || Began(step) > Began(latest)) latest = step;
            if (ScopeOf(step.Path) is not { } scope) continue;
            if (!nodes.TryGetValue(scope, out var steps)) nodes[scope] = steps = new NodeSteps(step);
            steps.Add(step);
        }

        return [.. nodes.Where(node => IsInHand(node.Key, node.Value, latest!)).Select(node => new NodeInHand(node.Key.Node, node.Value.Since))];
    }

    private NodeScope? ScopeOf(StepPath path)
    {
        if (!_scopes.TryGetValue(path, out var scope)) _scopes[path] = scope = NodeScope.Of(path, components);
        return scope;
    }

    private static bool IsInHand(NodeScope scope, NodeSteps steps, StepView latest) =>
        steps.IsOpen || steps.Last.Path == latest.Path || (scope.IsBranch && !steps.Last.WayOut);

    private static DateTimeOffset Began(StepView step) => step.Attempts[0].Began;

    /// <summary>What of the steps of one scope tells whether its node is in hand.</summary>
    private sealed class NodeSteps(StepView first)
    {
        public bool IsOpen { get; private set; }

        public StepView Last { get; private set; } = first;

        public DateTimeOffset Since { get; private set; } = Began(first);

        public void Add(StepView step)
        {
            IsOpen |= step.State is StepState.Running or StepState.AwaitingDecision;
            if (Began(step) > Began(Last)) Last = step;
            if (Began(step) < Since) Since = Began(step);
        }
    }
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
            var segment = segments[i];
            if (components.FirstOrDefault(word => segment.StartsWith($"{word} ", StringComparison.Ordinal)) is { } component)
                return new NodeScope(path, segment[(component.Length + 1)..], false);
            if (Endpoint.TryParse(segment, out var endpoint) && !endpoint.IsName) return new NodeScope(path, segment, true);
        }

        return null;
    }
}
