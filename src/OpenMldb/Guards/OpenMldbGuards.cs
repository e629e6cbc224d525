using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Guards;

/// <summary>The guards of a run on an OpenMLDB cluster.</summary>
internal static class OpenMldbGuards
{
    public static IReadOnlyList<GuardDefinition> Of(GuardContext context, GuardSnapshots snapshots, GuardLimits limits, TimeProvider time)
    {
        IGuard[] guards =
        [
            new TabletsAway(),
            new ReplicasAway(),
            new Leaderless(limits.LeaderlessFor, time),
            new FailedOps(),
            new NodeBudget(limits.NodeBudget, time),
            new FailoverStaysOff(limits.HoldLostFor, time),
        ];
        return [.. guards.Select(guard => new GuardDefinition
        {
            Name = guard.Name,
            Read = async cancellationToken => guard.Judge(await snapshots.Read(cancellationToken), context.Run),
            Grace = limits.Grace,
        })];
    }
}
