using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>
/// Stops and starts one server by its commands and believes only the kernel: stopped means that the processes are gone and nobody listens, started means that a new process
/// of the program on disk listens on the port. Every call looks first and carries on, so that it may be repeated.
/// </summary>
internal sealed class ServerProcessControl(ServerDeployment server, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>A command may be over before what it started has become the server's program, or before a supervisor has acted.</summary>
    private static readonly TimeSpan Appearance = TimeSpan.FromSeconds(8);

    public Task<ServerProcesses> FindAsync(CancellationToken cancellationToken) => ServerProcesses.FindAsync(server, cancellationToken);

    /// <summary>The digest of the program that a start would run.</summary>
    public Task<Sha256Digest> ProgramDigestAsync(CancellationToken cancellationToken) => server.Root.ProgramDigestAsync(server.Program, cancellationToken);

    /// <summary>Whether it runs. A port that somebody else has taken is no answer.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        if (found.None) RefuseStranger(found);
        return !found.None;
    }

    /// <summary>Stops the server and sees every process gone.</summary>
    /// <param name="effect">The same after a crash, so that the command runs once.</param>
    /// <returns>The processes that were stopped; empty when there were none.</returns>
    public async Task<IReadOnlyList<ProcessIdentity>> StopAsync(string effect, Action<string> waiting, CancellationToken cancellationToken)
    {
        var before = await FindAsync(cancellationToken);
        if (before.None && await IsAtRestAsync(cancellationToken))
        {
            RefuseStranger(before);
            return [];
        }

        await AwaitCommandsAsync(before, waiting, cancellationToken);
        var command = Command($"{effect}-stop", server.Control.Stop);
        waiting($"waits for {ServerControl.Name(server.Control.Stop)} on {server.Control.Host.Name} to end");
        var said = await RunStopAsync(command, cancellationToken);
        var last = before;
        await new ProcessEnd(server, server.Host, async token => (last = await FindAsync(token)).Servers, time)
            .SeeAsync(said, waiting, cancellationToken);
        await SeeAtRestAsync(waiting, cancellationToken);
        RefuseStranger(last);
        return [.. before.Servers.Select(process => process.Identity)];
    }

    /// <summary>Starts the server unless it runs already, and sees a process of exactly the program on disk listen on its port.</summary>
    /// <param name="effect">The same after a crash, so that the command runs once.</param>
    public async Task<StartedServer> StartAsync(string effect, Action<string> waiting, CancellationToken cancellationToken)
    {
        var expected = await ProgramDigestAsync(cancellationToken);
        var before = await AwaitCommandsAsync(await FindAsync(cancellationToken), waiting, cancellationToken);
        var command = Command($"{effect}-start", server.Control.Start);
        if (before.None)
        {
            RefuseStranger(before);
            await command.BeginAsync(cancellationToken);
        }

        var process = await SeeListeningAsync(command, waiting, cancellationToken);
        if (await server.Host.DigestAsync($"/proc/{process.Pid}/exe", cancellationToken) is not { } running)
            throw new ProcessControlException(server, $"process {process.Pid} died while starting; {await LogTailAsync(cancellationToken)}");
        if (running != expected) throw new ProcessControlException(server, $"process {process.Pid} runs another program than {server.Directory}/{server.Program}; stop it first");
        return new StartedServer(process.Identity, running);
    }

    private ControlCommand Command(string id, HostCommand command) => new(server, server.Control.Host, new DetachedId(id), command, ServerControl.Name(command));

    /// <summary>
    /// A command that says no although nothing is left to stop has done what it was for. Behind a tool that refuses nothing is ended; a script that lacks its pid file is
    /// helped.
    /// </summary>
    /// <returns>What it said, for sentences.</returns>
    private async Task<string> RunStopAsync(ControlCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await command.RunAsync(cancellationToken);
            return $"{ServerControl.Name(server.Control.Stop)} said: {command.Said}";
        }
        catch (ProcessControlException refused)
        {
            if (!server.Control.IsScript && !(await FindAsync(cancellationToken)).None) throw;
            return refused.Message;
        }
    }

    private async Task<ProcessInfo> SeeListeningAsync(ControlCommand command, Action<string> waiting, CancellationToken cancellationToken)
    {
        ProcessIdentity? seen = null;
        long? endedAt = null;
        while (true)
        {
            if (await command.HasEndedAsync(cancellationToken)) endedAt ??= time.GetTimestamp();
            var found = await FindAsync(cancellationToken);
            if (found.Servers.Count > 1) throw new ProcessControlException(server, $"{found.Servers.Count} processes of it run: {string.Join(", ", found.Servers.Select(process => process.Pid))}; stop all but one");
            if (found.None && seen is { } died) throw new ProcessControlException(server, $"process {died.Pid} died while starting; {await LogTailAsync(cancellationToken)}");
            if (found.None && endedAt is { } ended && time.GetElapsedTime(ended) > Appearance)
                throw new ProcessControlException(server, $"no process is running after the start ({ServerControl.Name(server.Control.Start)} said: {command.Said}); {await LogTailAsync(cancellationToken)}");
            if (!found.None)
            {
                seen = found.Servers[0].Identity;
                if (found.Listening.Contains(found.Servers[0].Pid)) return found.Servers[0];
                RefuseStranger(found);
            }

            waiting(found.None
                ? $"waits for {ServerControl.Name(server.Control.Start)} on {server.Control.Host.Name} to start a process"
                : $"waits for process {found.Servers[0].Pid} of {server} to listen on port {server.Endpoint.Port}");
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>Nobody but the server may have its port, else whoever asks there is answered by another.</summary>
    private void RefuseStranger(ServerProcesses found)
    {
        if (found.Stranger is { } stranger)
            throw new ProcessControlException(server, $"{stranger} listens on port {server.Endpoint.Port} of {server.Host.Name} and is not the server in {server.Directory}; check Directory and Host in the configuration");
    }

    /// <summary>A command of an attempt before may still be at work (a supervisor that waits for a process to end); two at once would undo each other.</summary>
    /// <returns>What there is when none works any more.</returns>
    private async Task<ServerProcesses> AwaitCommandsAsync(ServerProcesses found, Action<string> waiting, CancellationToken cancellationToken)
    {
        while (await AtWorkAsync(found, cancellationToken) is { } atWork)
        {
            waiting($"waits for '{string.Join(' ', atWork.Arguments)}' of before (pid {atWork.Pid} on {server.Control.Host.Name}) to end");
            await Task.Delay(Poll, time, cancellationToken);
            found = await FindAsync(cancellationToken);
        }

        return found;
    }

    private async Task<ProcessInfo?> AtWorkAsync(ServerProcesses found, CancellationToken cancellationToken)
    {
        var control = server.Control;

        // systemd puts the jobs of one unit in a row by itself.
        if (control.Unit is not null) return null;

        // A script may stay as the parent of what it started; that one is not waited for.
        var parents = found.Servers.Select(process => process.ParentPid).ToHashSet();
        return await OfAsync(control.Stop) ?? await OfAsync(control.Start);

        async Task<ProcessInfo?> OfAsync(HostCommand command)
        {
            var near = control.Host.Address == server.Host.Address && command.Arguments[0].StartsWith(server.Directory + "/", StringComparison.Ordinal);
            var candidates = near ? found.Others : await control.Host.FindProcessesAsync(command.Arguments[0], cancellationToken);
            return candidates.FirstOrDefault(process => IsOf(process, command) && !parents.Contains(process.Pid));
        }
    }

    /// <summary>Behind its interpreter, a script is called by exactly its arguments.</summary>
    private static bool IsOf(ProcessInfo process, HostCommand command) =>
        process.Arguments.Count - command.Arguments.Count is 0 or 1 && process.Arguments.TakeLast(command.Arguments.Count).SequenceEqual(command.Arguments);

    private async Task<bool> IsAtRestAsync(CancellationToken cancellationToken) =>
        server.Control.Unit is not { } unit || (await unit.ReadAsync(cancellationToken)).IsAtRest;

    /// <summary>Between two processes of a unit that systemd starts again there is none to be seen.</summary>
    private async Task SeeAtRestAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        while (server.Control.Unit is { } unit && await unit.ReadAsync(cancellationToken) is { IsAtRest: false } state)
        {
            waiting($"waits for {unit.Name} to be inactive, now {state}");
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private Task<string> LogTailAsync(CancellationToken cancellationToken) => server.Root.LogTailAsync(server.Log, cancellationToken);
}

/// <param name="Process">The process that listens.</param>
/// <param name="Program">The digest of what it runs.</param>
internal sealed record StartedServer(ProcessIdentity Process, Sha256Digest Program);
