using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>Which nodes a run works on, or has worked on since the cluster was last compared: changes that name one of these are its own.</summary>
internal sealed class NodesWorkedOn
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _inHand = new(StringComparer.Ordinal);
    private readonly HashSet<string> _since = new(StringComparer.Ordinal);

    public async Task WhileAsync(string node, Func<Task> work)
    {
        lock (_gate) _inHand[node] = _inHand.GetValueOrDefault(node) + 1;
        try
        {
            await work();
        }
        finally
        {
            lock (_gate)
            {
                if (--_inHand[node] == 0) _inHand.Remove(node);
                _since.Add(node);
            }
        }
    }

    /// <summary>Begins anew: what a node does after it was left is not the run's doing any more.</summary>
    public DriftCheck Check()
    {
        lock (_gate)
        {
            var check = new DriftCheck([.. _since.Union(_inHand.Keys).Order(StringComparer.Ordinal)]);
            _since.Clear();
            return check;
        }
    }
}
