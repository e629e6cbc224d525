using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>No node is in hand for longer than its budget: redundancy is reduced all that time, whatever each step's own deadline allows.</summary>
internal sealed class NodeBudget(TimeSpan budget, TimeProvider time) : IGuard
{
    public string Name => "budget of time per node";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var now = time.GetUtcNow();
        return run.Nodes.MinBy(node => node.Since) is { } longest && now - longest.Since > budget
            ? new GuardReading(false, $"{longest.Name} has been in hand for {(now - longest.Since).TotalMinutes:F0} min, its budget is {budget.TotalMinutes:0.#} min")
            : new GuardReading(true, $"no node is in hand for more than {budget.TotalMinutes:0.#} min");
    }
}
