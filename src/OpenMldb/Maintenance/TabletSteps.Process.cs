using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class TabletSteps
{
    public StepDefinition<Nothing> StopProcess(IReadOnlySet<PartitionId> mayBeAway) => new()
    {
        Name = "stop process",
        Description = $"stop tablet {tablet}",
        Deadline = _options.StopDeadline,
        Execute = async attempt =>
        {
            await RefuseIfLeading(attempt, mayBeAway);
            await Process.Stop(attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = PlannedAsDescribed,
    };

    public StepDefinition<Nothing> AwaitUnregistered(TabletNode node) => new()
    {
        Name = "registration gone",
        Description = $"see the registration of tablet {tablet} gone from ZooKeeper",
        Deadline = _options.StopDeadline,
        Execute = async attempt =>
        {
            await AwaitGone(attempt, node);
            await AwaitState(attempt, TabletState.Offline);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = PlannedAsDescribed,
    };

    public StepDefinition<Nothing> Install(Release version) => new()
    {
        Name = $"install {version.Name}",
        Description = $"install {version.Name} on tablet {tablet}",
        Execute = async attempt =>
        {
            if (await Process.IsRunning(attempt.CancellationToken)) throw new InvalidOperationException($"tablet {tablet} is running; stop it first");
            await Process.Install(version, attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = async plan =>
        {
            await Process.PlanInstall(version, plan);
            return Nothing.Value;
        },
    };

    public StepDefinition<Nothing> RollBack(Release version) => new()
    {
        Name = "roll back",
        Description = $"put back what was installed on tablet {tablet} before {version.Name}",
        ByHand = services.ByHand.RollBack(tablet),
        Execute = async attempt =>
        {
            await Process.Stop(attempt);
            await Process.RollBack(attempt);
            return Nothing.Value;
        },
        Probe = LookAgain<Nothing>,
        Plan = PlannedAsDescribed,
    };

    /// <param name="former">The registration that it had before it was stopped; null when it never was.</param>
    public StepDefinition<string> Start(bool mon, TabletNode? former) => new()
    {
        Name = "start",
        Description = $"start tablet {tablet}{(mon ? " under mon" : "")}",
        ByHand = services.ByHand.StartAndRecover(tablet, mon),
        Deadline = _options.StartDeadline,
        Execute = async attempt =>
        {
            // A process that runs already was never stopped, or was started by this step before a crash: its registration is the one that is wanted.
            TabletNode? before = null;
            if (!await Process.IsRunning(attempt.CancellationToken))
            {
                // A node that is left of the dead process would make the new one exit.
                before = await services.Client.Directory.FindTablet(tablet, attempt.CancellationToken) ?? former;
                if (before is not null) await AwaitGone(attempt, before);
                await Process.Start(mon, attempt);
            }

            attempt.Waiting($"waits for tablet {tablet} to register in ZooKeeper");
            var node = await services.Client.Directory.WaitUntilRegistered(tablet, before, _options.StartDeadline, attempt.CancellationToken)
                ?? throw new TimeoutException($"tablet {tablet} runs and did not register in ZooKeeper; look at its log");
            await AwaitState(attempt, TabletState.Healthy);
            var version = await CheckVersion(attempt, node);
            await Process.Commit(attempt);
            return version;
        },
        Probe = LookAgain<string>,
        Plan = _ => Task.FromResult(""),
        Report = version => $"tablet {tablet} serves as {version}",
    };

    private async Task AwaitGone(StepAttempt attempt, TabletNode node)
    {
        attempt.Waiting($"waits for ZooKeeper to drop the session 0x{node.EphemeralOwner:x} of tablet {tablet}");
        if (_options.SessionNode == SessionNode.RemoveOnceDead) await RemoveOnceDead(attempt, node);
        if (!await services.Client.Directory.WaitUntilGone(node, _options.StopDeadline, attempt.CancellationToken))
            throw new TimeoutException($"the registration of tablet {tablet} (session 0x{node.EphemeralOwner:x}) is still in ZooKeeper");
    }

    private async Task RemoveOnceDead(StepAttempt attempt, TabletNode node)
    {
        if (await Process.IsRunning(attempt.CancellationToken))
            throw new InvalidOperationException($"tablet {tablet} runs again although it was stopped; its registration is left alone");
        var removal = await services.Client.Directory.DeleteNode(node, attempt.CancellationToken);
        attempt.Note($"registration of the stopped process (session 0x{node.EphemeralOwner:x}): {removal}");
    }

    private async Task AwaitState(StepAttempt attempt, TabletState wanted)
    {
        while (true)
        {
            var tablets = await services.Client.Nameserver.ShowTablet(attempt.CancellationToken);
            var state = tablets.FirstOrDefault(t => t.Endpoint == tablet)?.State;
            if (state == wanted) return;
            attempt.Waiting($"waits for the nameserver to see tablet {tablet} as {wanted}, now {state?.ToString() ?? "not listed"}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), attempt.Time, attempt.CancellationToken);
        }
    }

    /// <summary>Right after its start a server may still answer its list of services.</summary>
    private async Task<string> CheckVersion(StepAttempt attempt, TabletNode node)
    {
        var expected = await Process.InstalledVersion(attempt.CancellationToken);
        while (true)
        {
            var version = await services.Client.Pages.Version(node.Address, attempt.CancellationToken);
            if (expected is null || version.StartsWith(expected, StringComparison.Ordinal)) return version;
            attempt.Waiting($"waits for tablet {tablet} to report version {expected}, now {version}");
            await Task.Delay(TimeSpan.FromMilliseconds(250), attempt.Time, attempt.CancellationToken);
        }
    }
}
