using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// The guards of a run on a Pegasus cluster. A run that holds nothing takes no server out of service: it starts or stops the whole cluster, and is measured by how things were.
/// </summary>
internal static class PegasusGuards
{
    /// <param name="isDown">Whether no meta server is there at all.</param>
    public static IReadOnlyList<GuardDefinition> Of(
        GuardContext context, GuardSnapshots snapshots, GuardLimits limits, Func<CancellationToken, Task<bool>> isDown, TimeProvider time)
    {
        IGuard[] guards =
        [
            new ServersAway(),
            new MembersAway(),
            new Primaryless(limits.PrimarylessFor, time),
            new NotFrozen(),
            new HoldsStand(limits.HoldLostFor, time),
            new NodeBudget(limits.NodeBudget, time),
        ];
        var run = new HoldingRun(context.Run);
        return [.. guards.Select(guard => new GuardDefinition
        {
            Name = guard.Name,
            Read = cancellationToken => Read(guard, run, snapshots, isDown, cancellationToken),
            Grace = limits.Grace,
        })];
    }

    private static async Task<GuardReading> Read(IGuard guard, HoldingRun run, GuardSnapshots snapshots, Func<CancellationToken, Task<bool>> isDown, CancellationToken cancellationToken)
    {
        try
        {
            return guard.Judge(await snapshots.Read(cancellationToken), run);
        }
        catch (Exception fault) when (fault is PegasusException or TimeoutException && run.Holds.Count == 0)
        {
            if (await isDown(cancellationToken)) return new GuardReading(true, "no meta server is there, and this run holds nothing");
            throw;
        }
    }

    /// <summary>A run's nodes count as in hand while it holds something.</summary>
    private sealed class HoldingRun(IRunInHand run) : IRunInHand
    {
        public IReadOnlyCollection<HoldView> Holds => run.Holds;

        public IReadOnlyCollection<NodeInHand> Nodes => Holds.Count > 0 ? run.Nodes : [];

        public string? FirstResult(string step) => run.FirstResult(step);
    }
}
