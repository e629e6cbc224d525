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
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ScriptsGrace = TimeSpan.FromSeconds(5);

    public NodeDeployment Node => node;

    public Task<NodeProcesses> FindAsync(CancellationToken cancellationToken) => NodeProcesses.FindAsync(node, cancellationToken);

    /// <summary>The digest of the binary that a start would run.</summary>
    public async Task<Sha256Digest> BinaryDigestAsync(CancellationToken cancellationToken) =>
        await node.Host.DigestAsync(Binary, cancellationToken) ?? throw new ProcessControlException(node, $"{Binary} does not exist on {node.Host.Name}; install a release first");

    /// <summary>Stops the node, its monitor included, and sees every process gone.</summary>
    /// <param name="id">The same after a crash, so that the script runs once.</param>
    /// <returns>The processes that were stopped; empty when there were none.</returns>
    public async Task<IReadOnlyList<ProcessIdentity>> StopAsync(DetachedId id, Action<string> waiting, CancellationToken cancellationToken)
    {
        var before = await FindAsync(cancellationToken);
        if (before.None) return [];

        ProcessIdentity[] identities = [.. before.Monitors.Concat(before.Servers).Select(process => process.Identity)];
        waiting($"bin/start.sh stop {node.Component} on {node.Host.Name}");
        var said = await new StartScript(node).RunAsync("stop", before.Monitors.Count > 0, id, cancellationToken);
        await SeeGoneAsync(said, waiting, cancellationToken);
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

        var said = "it was running";
        if ((await FindAsync(cancellationToken)).Servers.Count == 0)
        {
            waiting($"bin/start.sh start {node.Component} on {node.Host.Name}");
            said = await new StartScript(node).RunAsync("start", mon, id, cancellationToken);
        }

        var server = await SeeRunningAsync(said, cancellationToken);
        if (await node.Host.DigestAsync($"/proc/{server.Pid}/exe", cancellationToken) is not { } running)
            throw new ProcessControlException(node, $"process {server.Pid} died while starting; {await LogTailAsync(cancellationToken)}");
        if (running != expectedBinary) throw new ProcessControlException(node, $"process {server.Pid} runs another binary than {Binary}; stop it first");
        var version = await SeeServingAsync(server, expectedVersion, waiting, cancellationToken);
        return new StartedNode(server.Identity, version);
    }

    private string Binary => $"{node.Directory}/bin/openmldb";

    private async Task SeeGoneAsync(string said, Action<string> waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var signalled = new HashSet<ProcessIdentity>();
        while (true)
        {
            var left = await FindAsync(cancellationToken);
            if (left.None) return;
            var pids = string.Join(", ", left.Monitors.Concat(left.Servers).Select(process => process.Pid));
            waiting($"process {pids} of {node} to be gone (bin/start.sh said: {said})");
            if (time.GetElapsedTime(began) > ScriptsGrace)
            {
                // The script knows only pid files: an orphan has none, in mon mode the file may name a shell, and a monitor may start one more on its way out.
                foreach (var process in left.Monitors.Concat(left.Servers).Where(process => signalled.Add(process.Identity)))
                    await node.Host.KillAsync(process.Identity, HostSignal.Terminate, cancellationToken);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private async Task<ProcessInfo> SeeRunningAsync(string said, CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        return found.Servers.Count switch
        {
            1 => found.Servers[0],
            0 => throw new ProcessControlException(node, $"no process is running after the start (bin/start.sh said: {said}); {await LogTailAsync(cancellationToken)}"),
            _ => throw new ProcessControlException(node, $"{found.Servers.Count} processes run in {node.Directory}: {string.Join(", ", found.Servers.Select(process => process.Pid))}; stop all but one"),
        };
    }

    private async Task<string> SeeServingAsync(ProcessInfo server, string? expectedVersion, Action<string> waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await node.Host.ProcessAsync(server.Pid, cancellationToken) is not { } now || now.Identity != server.Identity)
                throw new ProcessControlException(node, $"process {server.Pid} died while starting; {await LogTailAsync(cancellationToken)}");
            var (version, reason) = await AskAsync(cancellationToken);
            if (version is not null && (expectedVersion is null || IsVersion(version, expectedVersion))) return version;
            waiting(version is null
                ? $"{node} to answer /health and /version ({reason})"
                : $"{node} to report version {expectedVersion}, it reports {version}");
            await Task.Delay(Poll, time, cancellationToken);
        }
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

    private async Task<string> LogTailAsync(CancellationToken cancellationToken)
    {
        var log = $"{node.Directory}/logs/{node.Component}.log";
        try
        {
            var tail = await node.Host.ReadTailAsync(log, 2_000, cancellationToken);
            var last = Plain(tail).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3);
            return $"the end of {log}: {string.Join(" | ", last)}";
        }
        catch (HostFileException unreadable)
        {
            return $"see its log ({unreadable.Message})";
        }
    }

    private static string Plain(CommandOutput output) =>
        new([.. System.Text.Encoding.UTF8.GetString(output.Bytes.Span).Where(c => c == '\n' || !char.IsControl(c))]);
}

/// <param name="Process">The new process.</param>
/// <param name="Version">As it reports it.</param>
public sealed record StartedNode(ProcessIdentity Process, string Version);
