using Nightshift.OpenMldb.Leaks;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb;

/// <summary>One OpenMLDB cluster, bound to a run.</summary>
public sealed class OpenMldb
{
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly Tidying _tidying;

    internal OpenMldb(IRunContext context, MaintenanceServices services, Tidying tidying)
    {
        _context = context;
        _services = services;
        _tidying = tidying;
    }

    /// <summary>
    /// Brings every partition back that can be: loads what its tablets have on disk, lets the copy with the newest records lead, and has the others follow.
    /// Leaves what is healthy alone, so it may be run at any time and again. Partitions that could not be recovered are named, and the step fails.
    /// </summary>
    /// <param name="dropDiverged">
    /// Whether loaded copies are dropped, and copied anew, that have or may have records which their leader lacks; the plan names each as a risk. Without it they
    /// are kept as they are, and their partitions are among those that could not be recovered.
    /// </param>
    public async Task Recover(bool dropDiverged = false)
    {
        var scope = _context.Scope("recover");
        await using var hold = await scope.HoldAsync(AutoFailoverHold.Off(_services.Client, _services.ByHand));
        IReadOnlyList<DivergedCopy> mayDrop = dropDiverged ? await scope.StepAsync(new DivergedCopies(_services).ToDrop()) : [];
        var copies = await scope.StepAsync(new UnloadedCopies(_services).Step());
        await scope.StepAsync(new ClusterRecovery(_services, copies, mayDrop).Step());
    }

    /// <summary>
    /// Puts right what dead runs and the vendor's tool left behind: replicas marked not alive follow again, stopped tablets come back, leaders go home where a record says
    /// so, copies that were added for a while go, auto_failover is on again. The plan names each. A cluster on which nothing was left is left alone.
    /// </summary>
    public Task Tidy() => _tidying.Run(_context);
}
