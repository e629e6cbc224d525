using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>The guards of a run on a Pegasus cluster.</summary>
internal static class PegasusGuards
{
    public static IReadOnlyList<GuardDefinition> Of(GuardContext context, GuardSnapshots snapshots, GuardLimits limits, TimeProvider time)
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
        return [.. guards.Select(guard => new GuardDefinition
        {
            Name = guard.Name,
            Read = async cancellationToken => guard.Judge(await snapshots.Read(cancellationToken), context.Run),
            Grace = limits.Grace,
        })];
    }
}
