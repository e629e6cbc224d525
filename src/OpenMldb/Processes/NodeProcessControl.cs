using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Processes;

/// <summary>
/// Stops and starts one node by <c>bin/start.sh</c> and believes only the kernel: stopped means that the processes are gone, started means that a new
/// process of the expected binary serves the expected version. Every call looks first and carries on, so that it may be repeated.
/// </summary>
public sealed class NodeProcessControl(NodeDeployment node, IServerPages pages, IClusterDirectory directory, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    /// <summary>Longer than any sleep of upstream's script between its last look and its end.</summary>
    private static readonly TimeSpan ScriptsPatience = TimeSpan.FromSeconds(20);

    public NodeDeployment Node => node;

    public Task<NodeProcesses> FindAsync(CancellationToken cancellationToken) => NodeProcesses.FindAsync(node, cancellationToken);

    /// <summary>The digest of the binary that a start would run.</summary>
    public Task<Sha256Digest> BinaryDigestAsync(CancellationToken cancellationToken) => node.Root.ProgramDigestAsync("bin/openmldb", cancellationToken);

    /// <summary>Stops the node, its monitor included, and sees every process gone.</summary>
    /// <param name="id">The same after a crash, so that the script runs once.</param>
    /// <returns>The processes that were stopped; empty when there were none.</returns>
    public async Task<IReadOnlyList<ProcessIdentity>> StopAsync(DetachedId id, Action<string> waiting, CancellationToken cancellationToken)
    {
        var before = await FindAsync(cancellationToken);
        if (before.None)
        {
            await RefuseIfListeningAsync(cancellationToken);
            return [];
        }

        ProcessIdentity[] identities = [.. before.All.Select(process => process.Identity)];
        waiting($"waits for bin/start.sh stop {node.Component} on {node.Host.Name}");
        await AwaitScriptsAsync(waiting, cancellationToken);
        var script = StartScript.Of(node, id, "stop", before.Monitors.Count > 0);
        await script.RunAsync(cancellationToken);
        await new ProcessEnd(node, node.Host, FindAllAsync, time).SeeAsync($"bin/start.sh said: {script.Said}", waiting, cancellationToken);
        return identities;
    }

    /// <summary>Starts the node unless it runs already, and sees a process of exactly this binary serve.</summary>
    /// <param name="expectedBinary">Digest that <c>bin/openmldb</c> must have, on disk and as the running process's executable.</param>
    /// <param name="expectedVersion">What <c>/version</c> must begin with; null accepts any.</param>
    public async Task<StartedNode> StartAsync(
        DetachedId id, bool mon, Sha256Digest expectedBinary, string? expectedVersion, Action<string> waiting, CancellationToken cancellationToken)
    {
        var onDisk = await BinaryDigestAsync(cancellationToken);
        if (onDisk != expectedBinary) throw new ProcessControlException(node, $"{Binary} has digest {onDisk.Hex[..12]}, expected {expectedBinary.Hex[..12]}; install the release again");

        await AwaitScriptsAsync(waiting, cancellationToken);
        var script = StartScript.Of(node, id, "start", mon);
        if ((await FindAsync(cancellationToken)).Servers.Count == 0) await script.BeginAsync(cancellationToken);
        var (server, version) = await SeeServingAsync(script, mon, expectedVersion, waiting, cancellationToken);
        if (await node.Host.DigestAsync($"/proc/{server.Pid}/exe", cancellationToken) is not { } running)
            throw new ProcessControlException(node, $"process {server.Pid} died while starting; {await LogTailAsync(cancellationToken)}");
        if (running != expectedBinary) throw new ProcessControlException(node, $"process {server.Pid} runs another binary than {Binary}; stop it first");
        return new StartedNode(server.Identity, version);
    }

    /// <summary>
    /// No process is seen, so nobody may be there: one that another user runs, in another namespace or from elsewhere, would show only by its port.
    /// </summary>
    /// <exception cref="ProcessControlException">Something listens on the endpoint, or nobody can tell.</exception>
    public async Task RefuseIfListeningAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pages.Health(await directory.Resolve(node.Endpoint, cancellationToken), cancellationToken);
        }
        catch (NodeUnreachableException refused) when (refused.Delivery == Delivery.NotSent)
        {
            return;
        }
        catch (OpenMldbException)
        {
            // Whatever it answered, something is there.
        }

        throw new ProcessControlException(node, $"something listens on {node.Endpoint}, yet no process of {node.Directory} is seen on {node.Host.Name}; check the Directory and the login in the configuration");
    }

    private string Binary => $"{node.Directory}/bin/openmldb";

    private async Task<IReadOnlyList<ProcessInfo>> FindAllAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken)).All;

    /// <summary>
    /// Looks until one process serves. The script itself need not have ended: it sleeps and asks on its own, and writes its pid file meanwhile.
    /// </summary>
    private async Task<(ProcessInfo Server, string Version)> SeeServingAsync(
        ControlCommand script, bool mon, string? expectedVersion, Action<string> waiting, CancellationToken cancellationToken)
    {
        ProcessIdentity? seen = null;
        while (true)
        {
            var ended = await script.HasEndedAsync(cancellationToken);
            var servers = (await FindAsync(cancellationToken)).Servers;
            if (servers.Count > 1) throw new ProcessControlException(node, $"{servers.Count} processes run in {node.Directory}: {string.Join(", ", servers.Select(process => process.Pid))}; stop all but one");
            if (servers.Count == 0 && seen is { } died && !mon) throw new ProcessControlException(node, $"process {died.Pid} died while starting; {await LogTailAsync(cancellationToken)}");
            if (servers.Count == 0 && ended) throw new ProcessControlException(node, $"no process is running after the start (bin/start.sh said: {script.Said}); {await LogTailAsync(cancellationToken)}");
            if (servers.Count == 0)
            {
                waiting($"waits for bin/start.sh start {node.Component} on {node.Host.Name} to start a process");
            }
            else
            {
                seen = servers[0].Identity;
                var (version, reason) = await AskAsync(cancellationToken);
                if (version is not null && (expectedVersion is null || IsVersion(version, expectedVersion))) return (servers[0], version);
                waiting(version is null
                    ? $"waits for process {servers[0].Pid} of {node} to answer /health and /version ({reason})"
                    : $"waits for {node} to report version {expectedVersion}, it reports {version}");
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>
    /// A script of an earlier start or stop may still sleep before it writes or removes the pid file; two at once would undo each other. One that hangs
    /// (it asks a server that never answers) is ended: the processes tell the truth without it.
    /// </summary>
    private async Task AwaitScriptsAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while ((await node.Host.FindProcessesAsync($"{node.Directory}/bin/start.sh", cancellationToken)).Where(IsOurScript).ToList() is [_, ..] scripts)
        {
            waiting($"waits for bin/start.sh of {node} (pid {scripts[0].Pid}) to end");
            if (time.GetElapsedTime(began) > ScriptsPatience)
            {
                foreach (var script in scripts) await node.Host.KillAsync(script.Identity, HostSignal.Terminate, cancellationToken);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private bool IsOurScript(ProcessInfo process)
    {
        var at = process.Arguments.ToList().IndexOf($"{node.Directory}/bin/start.sh");
        return at >= 0 && process.Arguments.Skip(at + 1).Contains(node.Component, StringComparer.Ordinal);
    }

    private async Task<(string? Version, string? Reason)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var address = await directory.Resolve(node.Endpoint, cancellationToken);
            if (!await pages.Health(address, cancellationToken)) return (null, "/health does not say OK");
            return (await pages.Version(address, cancellationToken), null);
        }
        catch (OpenMldbException notYet)
        {
            return (null, notYet.Message);
        }
    }

    /// <summary><c>0.9.3-c5ffa752</c> is version 0.9.3; 0.9.31 is not.</summary>
    private static bool IsVersion(string version, string expected) =>
        version == expected || version.StartsWith(expected + "-", StringComparison.Ordinal);

    private Task<string> LogTailAsync(CancellationToken cancellationToken) => node.Root.LogTailAsync($"logs/{node.Component}.log", cancellationToken);
}

/// <param name="Process">The new process.</param>
/// <param name="Version">As it reports it.</param>
public sealed record StartedNode(ProcessIdentity Process, string Version);
