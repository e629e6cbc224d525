using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>The steps by which one tablet goes down and comes back. Each looks first and carries on from there, so a probe may always run it again.</summary>
internal sealed partial class TabletSteps(MaintenanceServices services, Endpoint tablet)
{
    private readonly MaintenanceOptions _options = services.Options;

    private ITabletProcess Process => services.Process(tablet);

    private static Task<Probe<T>> LookAgain<T>(StepAttempt attempt) => Task.FromResult<Probe<T>>(new Probe<T>.Run());

    private static Func<PlanBuilder, Task<Nothing>> PlannedAsDescribed => _ => Task.FromResult(Nothing.Value);
}
