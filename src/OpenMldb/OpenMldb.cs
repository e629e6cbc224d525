using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb;

/// <summary>One OpenMLDB cluster, bound to a run.</summary>
public sealed class OpenMldb
{
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;

    internal OpenMldb(IRunContext context, MaintenanceServices services)
    {
        _context = context;
        _services = services;
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
        await using var hold = await scope.HoldAsync(AutoFailoverHold.Off(_services.Client));
        IReadOnlyList<DivergedCopy> mayDrop = dropDiverged ? await scope.StepAsync(new DivergedCopies(_services).ToDrop()) : [];
        var copies = await scope.StepAsync(new UnloadedCopies(_services).Step());
        await scope.StepAsync(new ClusterRecovery(_services, copies, mayDrop).Step());
    }
}
