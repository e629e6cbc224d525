using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Processes;

/// <summary>One tablet's process by <c>bin/start.sh</c> and its releases by renames, as maintenance needs them.</summary>
internal sealed class TabletProcess(NodeDeployment node, IServerPages pages, IClusterDirectory directory, TimeProvider time) : ITabletProcess
{
    public async Task<bool> IsRunning(CancellationToken cancellationToken)
    {
        // Without an end to the patience, a host that is away would be waited for until the program ends.
        var here = cancellationToken.CanBeCanceled ? Patient(_ => { }) : node;
        if (!(await NodeProcesses.FindAsync(here, cancellationToken)).None) return true;
        await Control(here).RefuseIfListeningAsync(cancellationToken);
        return false;
    }

    public async Task<bool> IsUnderMon(CancellationToken cancellationToken) => (await NodeProcesses.FindAsync(Patient(_ => { }), cancellationToken)).Monitors.Count > 0;

    public async Task Stop(StepAttempt attempt)
    {
        var stopped = await Control(Patient(attempt.Waiting)).StopAsync(new DetachedId(attempt.EffectId), attempt.Waiting, attempt.CancellationToken);
        attempt.Note(stopped.Count == 0 ? "no process was running" : $"stopped pid {string.Join(", ", stopped.Select(process => process.Pid))}");
    }

    public async Task Start(bool mon, StepAttempt attempt)
    {
        var here = Patient(attempt.Waiting);
        var control = Control(here);
        var installer = Installer(here);
        var binary = await control.BinaryDigestAsync(attempt.CancellationToken);
        var expected = await installer.InstalledAsync(attempt.CancellationToken);
        var started = await control.StartAsync(new DetachedId(attempt.EffectId), mon, binary, expected, attempt.Waiting, attempt.CancellationToken);
        attempt.Note($"pid {started.Process.Pid}, version {started.Version}, binary {binary.Hex[..12]}");
    }

    public Task Commit(StepAttempt attempt) => Installer(Patient(attempt.Waiting)).CommitAsync(attempt.CancellationToken);

    public async Task Install(Release version, StepAttempt attempt)
    {
        if (await IsRunning(attempt.CancellationToken)) throw new ProcessControlException(node, "is running; a release is installed only while it is stopped");
        var here = Patient(attempt.Waiting);
        attempt.Waiting($"waits for release {version} to be on {node.Host.Name} with every digest verified");
        var tree = await ReleaseTree.ReadAsync(version, attempt.CancellationToken);
        var staged = await Installer(here).StageAsync(tree, attempt.CancellationToken);

        // An earlier try of this step may have swapped and then failed: what it put in place was never tried and is not what to go back to.
        if (attempt.Number > 1) await Installer(here).SwapAgainAsync(staged, attempt.EffectId, attempt.CancellationToken);
        else await Installer(here).SwapAsync(staged, attempt.EffectId, attempt.CancellationToken);
        var installed = await Control(here).BinaryDigestAsync(attempt.CancellationToken);
        if (installed != BinaryOf(tree)) throw new ProcessControlException(node, $"bin/openmldb has digest {installed.Hex[..12]} after the swap, release {version} has {BinaryOf(tree).Hex[..12]}; look at {node.Directory}/.nightshift");
        attempt.Note($"{(staged.Sent ? "shipped" : "was there already")}: release {version}, digest {staged.Digest[..12]}");
    }

    public async Task RollBack(StepAttempt attempt)
    {
        if (await IsRunning(attempt.CancellationToken)) throw new ProcessControlException(node, "is running; a release is put back only while it is stopped");
        await Installer(Patient(attempt.Waiting)).RollBackAsync(attempt.CancellationToken);
    }

    public async Task PlanInstall(Release version, PlanBuilder plan)
    {
        try
        {
            var tree = await ReleaseTree.ReadAsync(version, CancellationToken.None);
            plan.Digest($"release {version}", tree.Digest.Hex);
            plan.Detail($"bin/openmldb {(await Control(node).BinaryDigestAsync(CancellationToken.None)).Hex[..12]} → {BinaryOf(tree).Hex[..12]} on {node.Host.Name}:{node.Directory}");
        }
        catch (Exception fault) when (fault is ReleaseException or ProcessControlException or HostException)
        {
            plan.Obstacle(fault.Message);
        }
    }

    public Task<string?> InstalledVersion(CancellationToken cancellationToken) => Installer(node).InstalledAsync(cancellationToken);

    /// <summary>The same deployment on a host whose lost connections are waited out, up to the deadline of the step.</summary>
    private NodeDeployment Patient(Action<string> waiting) => node with { Host = new PatientHost(node.Host, time, waiting) };

    private NodeProcessControl Control(NodeDeployment here) => new(here, pages, directory, time);

    private static ReleaseInstaller Installer(NodeDeployment here) => new(here.Host, here.Directory);

    private static Sha256Digest BinaryOf(ReleaseTree tree) => tree.Files.TryGetValue("openmldb", out var digest)
        ? digest
        : throw new ReleaseException(tree.Release, $"{tree.BinDirectory} has no openmldb; it is not a release of OpenMLDB");
}
