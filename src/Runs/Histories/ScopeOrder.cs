using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Histories;

/// <summary>Steps of one scope come one after another, so a replay meets them in the order in which they were recorded, however branches interleave.</summary>
internal sealed class ScopeOrder(IEnumerable<StepRecord> recorded)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StepPath, Queue<StepPath>> _next = recorded
        .GroupBy(step => step.Path.Parent)
        .ToDictionary(scope => scope.Key, scope => new Queue<StepPath>(scope.Select(step => step.Path)));

    /// <exception cref="ReplayMismatchException">Another one of its scope was recorded before it and not met yet.</exception>
    public void Met(StepPath path)
    {
        lock (_gate)
        {
            var scope = _next[path.Parent];
            if (scope.Peek() != path) throw new ReplayMismatchException($"the step {scope.Peek()} before {path}", $"asks for {path} first");
            scope.Dequeue();
        }
    }
}
