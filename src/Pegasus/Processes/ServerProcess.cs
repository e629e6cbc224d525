using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Processes;

/// <summary>One server's process by its configured commands and its releases by renames, as maintenance needs them.</summary>
internal sealed class ServerProcess(ServerDeployment server, TimeProvider time) : IServerProcess
{
    private const int MostDifferences = 30;

    public Task<bool> IsRunning(CancellationToken cancellationToken)
    {
        // Without an end to the patience, a host that is away would be waited for until the program ends.
        var here = cancellationToken.CanBeCanceled ? Patient(_ => { }) : server;
        return Control(here).IsRunningAsync(cancellationToken);
    }

    public Task SeeStartable(CancellationToken cancellationToken) => Control(server).ProgramDigestAsync(cancellationToken);

    public async Task<IReadOnlyList<TimeSpan>> Starts(CancellationToken cancellationToken)
    {
        var here = cancellationToken.CanBeCanceled ? Patient(_ => { }) : server;
        return await new StartHistory(here).AgesAsync(await PidsAsync(here, cancellationToken), cancellationToken);
    }

    public async Task Stop(StepAttempt attempt)
    {
        // Whether it can be kept was seen by the check before; what cannot be kept now is no reason to leave a process where it must not be.
        var here = Patient(attempt.Waiting);
        NoteLost(attempt, await new StartHistory(here).KeepAsync(await PidsAsync(here, attempt.CancellationToken), attempt.CancellationToken));
        var stopped = await Control(here).StopAsync(attempt.EffectId, attempt.Waiting, attempt.CancellationToken);
        attempt.Note(stopped.Count == 0 ? "no process was running" : $"stopped pid {string.Join(", ", stopped.Select(process => process.Pid))}");
    }

    public async Task Start(StepAttempt attempt)
    {
        var here = Patient(attempt.Waiting);
        StartedServer started;
        try
        {
            started = await Control(here).StartAsync(attempt.EffectId, attempt.Waiting, attempt.CancellationToken);
        }
        catch (ProcessControlException)
        {
            // It may have lived for long enough to be counted.
            NoteLost(attempt, await new StartHistory(here).KeepNowAsync(attempt.CancellationToken));
            throw;
        }

        NoteLost(attempt, await new StartHistory(here).KeepAsync([started.Process.Pid], attempt.CancellationToken));
        attempt.Note($"pid {started.Process.Pid} listens on port {server.Endpoint.Port}, program {started.Program.Hex[..12]}");
    }

    public async Task<ReadyRelease> Stage(Release version, StepAttempt attempt)
    {
        var here = Patient(attempt.Waiting);
        attempt.Waiting($"waits for release {version} to be on {here.Host.Name} with every digest verified");
        var tree = await ReleaseTree.ReadAsync(version, attempt.CancellationToken);
        var program = ProgramOf(tree);
        await ReleaseConfiguration.ReadAsync(version, here, attempt.CancellationToken);
        var staged = await Installer(here).StageAsync(tree, attempt.CancellationToken);
        await Installer(here).PrepareAsync(staged, attempt.CancellationToken);
        attempt.Note($"{(staged.Sent ? "shipped" : "was there already")}: release {version}, digest {staged.Digest[..12]}");
        return new ReadyRelease(version.Name, staged.Directory, staged.Digest, program.Hex);
    }

    public async Task Install(Release version, ReadyRelease? ready, StepAttempt attempt)
    {
        await RefuseRunning("installed", attempt);
        var here = Patient(attempt.Waiting);

        // An earlier try of this step may have swapped and then failed: what it put in place was never tried and is not what to go back to, and what was ready is gone.
        var again = attempt.Number > 1;
        if (ready is null || ready.Release != version.Name || again) ready = await Stage(version, attempt);
        var configuration = await ReleaseConfiguration.ReadAsync(version, here, attempt.CancellationToken);
        var staged = new StagedRelease(ready.Release, ready.Directory, ready.Digest, Sent: false);
        if (again)
        {
            await new ConfigurationSwap(here).RollBackAsync(attempt.EffectId, attempt.CancellationToken);
            await Installer(here).SwapAgainAsync(staged, attempt.EffectId, attempt.CancellationToken);
        }
        else
        {
            await Installer(here).SwapAsync(staged, attempt.EffectId, attempt.CancellationToken);
        }

        if (configuration is not null) await new ConfigurationSwap(here).SwapAsync(configuration, attempt.EffectId, attempt.CancellationToken);
        var installed = await Control(here).ProgramDigestAsync(attempt.CancellationToken);
        if (installed != Sha256Digest.Parse(ready.Program)) throw new ProcessControlException(server, $"{server.Program} has digest {installed.Hex[..12]} after the swap, release {version} has {ready.Program[..12]}; look at {server.Directory}/.nightshift");
        attempt.Note($"release {version}, digest {ready.Digest[..12]}{(configuration is null ? "" : $", and its {server.Configuration}")}");
    }

    public Task Commit(StepAttempt attempt) => Installer(Patient(attempt.Waiting)).CommitAsync(attempt.CancellationToken);

    public async Task RollBack(StepAttempt attempt)
    {
        await RefuseRunning("put back", attempt);
        var here = Patient(attempt.Waiting);
        await new ConfigurationSwap(here).RollBackAsync(null, attempt.CancellationToken);
        await Installer(here).RollBackAsync(attempt.CancellationToken);
    }

    public async Task PlanInstall(Release version, PlanBuilder plan)
    {
        try
        {
            var tree = await ReleaseTree.ReadAsync(version, CancellationToken.None);
            plan.Digest($"release {version}", tree.Digest.Hex);
            plan.Detail($"{server.Program} {(await Control(server).ProgramDigestAsync(CancellationToken.None)).Hex[..12]} → {ProgramOf(tree).Hex[..12]} on {server.Host.Name}:{server.Directory}");
            if (await ReleaseConfiguration.ReadAsync(version, server, CancellationToken.None) is { } configuration) await PlanConfiguration(version, configuration, plan);
        }
        catch (Exception fault) when (fault is ReleaseException or ProcessControlException or HostException)
        {
            plan.Obstacle(fault.Message);
        }
    }

    public Task<string?> InstalledVersion(CancellationToken cancellationToken) => new InstalledProgram(server).VersionAsync(cancellationToken);

    public string? ByHand(bool start) => server.Control.ByHand(start);

    private async Task PlanConfiguration(Release version, ReleaseConfiguration configuration, PlanBuilder plan)
    {
        if (await new ConfigurationSwap(server).CurrentAsync(CancellationToken.None) is not { } current)
        {
            plan.Obstacle($"{server}: release {version} brings a configuration, and there is no {server.Directory}/{server.Configuration} on {server.Host.Name}; correct its Configuration in the settings");
            return;
        }

        plan.Digest($"{server.Configuration} of {server}", Sha256Digest.Of(configuration.Bytes).Hex);
        var differences = ConfigurationDiff.Of(current, configuration.Text);
        if (differences.Count == 0) plan.Detail($"{server.Configuration}: nothing changes");
        foreach (var difference in differences.Take(MostDifferences)) plan.Detail($"{server.Configuration}: {difference}");
        if (differences.Count > MostDifferences) plan.Detail($"{server.Configuration}: and {differences.Count - MostDifferences} more differences");
    }

    private async Task RefuseRunning(string what, StepAttempt attempt)
    {
        if (await IsRunning(attempt.CancellationToken)) throw new ProcessControlException(server, $"is running; a release is {what} only while it is stopped");
    }

    /// <summary>The same deployment on hosts whose lost connections are waited out, up to the deadline of the step.</summary>
    private ServerDeployment Patient(Action<string> waiting)
    {
        var host = new PatientHost(server.Host, time, waiting);
        var control = server.Control;
        return server with { Host = host, Control = control with { Host = new PatientHost(control.Host, time, waiting), Unit = control.Unit is { } unit ? unit with { Host = host } : null } };
    }

    private static void NoteLost(StepAttempt attempt, string? reason)
    {
        if (reason is not null) attempt.Note($"when it was started is not remembered: {reason}");
    }

    private async Task<IReadOnlyList<int>> PidsAsync(ServerDeployment here, CancellationToken cancellationToken) =>
        [.. (await Control(here).FindAsync(cancellationToken)).Servers.Select(process => process.Pid)];

    private ServerProcessControl Control(ServerDeployment here) => new(here, time);

    private static ReleaseInstaller Installer(ServerDeployment here) => new(here.Host, here.Directory);

    private Sha256Digest ProgramOf(ReleaseTree tree)
    {
        var name = server.Program.StartsWith("bin/", StringComparison.Ordinal) ? server.Program["bin/".Length..] : server.ProgramName;
        return tree.Files.TryGetValue(name, out var digest)
            ? digest
            : throw new ReleaseException(tree.Release, $"{tree.BinDirectory} has no {name}; it is not a release of Pegasus");
    }
}
