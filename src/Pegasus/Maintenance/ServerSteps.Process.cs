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

    public StepDefinition<ReadyRelease> Stage(Release version) => Process.Stage(version);

    public StepDefinition<Nothing> Install(Release version, ReadyRelease? ready) => Process.Install(version, ready);

    public StepDefinition<Nothing> RollBack(Release version) => Process.RollBack(version);

    public Task Start(IRunContext context, Endpoint address, StoppedServer? before, bool isUntried = false) => Process.Start(context, address, before, isUntried);

    private async Task RefuseIfServing(ServerProgress progress, StepAttempt attempt)
    {
        var snapshot = await services.Snapshots.Read(SnapshotScope.Placement, attempt.CancellationToken);
        var serving = Surveyor.MembersOn(snapshot, server, progress.Thin());
        if (serving.Count > 0) throw new MaintenanceRefusedException($"{server} serves {serving.Count} partitions again, as {serving[0]}; it is not stopped");
    }
}
