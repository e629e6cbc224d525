using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

internal sealed partial class ServerSteps
{
    private ServerProcessSteps Process => new(services, ServerRoles.Replica, server);

    public StepDefinition<StoppedServer> LookAtProcess(Endpoint address) => Process.Look(address);

    /// <param name="progress">Of a drained server nothing may be in service any more but what cannot be spared.</param>
    public StepDefinition<Nothing> Stop(ServerProgress progress, StandingHolds holds) => Process.Stop(async attempt =>
    {
        await holds.See(attempt, attempt.CancellationToken);
        await new OtherServers(services, server).RefuseUnlessAllAnswer(attempt);
        if (progress.Drained) await RefuseIfServing(progress, attempt);
    });

    public StepDefinition<ReadyRelease> Stage(Release version, StandingHolds holds) => Process.Stage(version, holds);

    public StepDefinition<Nothing> Install(Release version, ReadyRelease? ready, StandingHolds holds) => Process.Install(version, ready, holds);

    public StepDefinition<Nothing> RollBack(Release version) => Process.RollBack(version);

    public Task Start(IRunContext context, StandingHolds holds, Endpoint address, StoppedServer? before, bool isUntried = false) => Process.Start(context, address, before, isUntried, holds);

    private async Task RefuseIfServing(ServerProgress progress, StepAttempt attempt)
    {
        var snapshot = await services.Look(SnapshotScope.Placement, attempt);
        var serving = Surveyor.MembersOn(snapshot, server, progress.Thin());
        if (serving.Count > 0) throw new MaintenanceRefusedException($"{server} serves {serving.Count} partitions again, as {serving[0]}; it is not stopped");
    }
}
