namespace Nightshift.Onebox.Deployment.Processes;

/// <summary>Ends what runs from the folders of a box, and nothing else: by SIGTERM, and what does not heed it by SIGKILL.</summary>
internal static class ProcessEnding
{
    private static readonly TimeSpan TermPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="OneboxException">A process could not be ended.</exception>
    public static async Task EndAsync(IReadOnlyList<OneboxComponent> nodes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await SignalUntilGoneAsync(nodes, Signals.Terminate, TermPatience, time, cancellationToken)) return;
        if (await SignalUntilGoneAsync(nodes, Signals.Kill, KillPatience, time, cancellationToken)) return;
        var left = nodes.SelectMany(node => ProcessTable.Under(node.Directory)).Select(process => process.Id.Pid);
        throw new OneboxException($"could not end {string.Join(", ", nodes.Select(node => node.Name))}: processes {string.Join(' ', left)} remain");
    }

    /// <summary>Signals each process once, scripts first so that they start nothing again; also those that appear meanwhile.</summary>
    private static async Task<bool> SignalUntilGoneAsync(IReadOnlyList<OneboxComponent> nodes, int signal, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var signalled = new HashSet<ProcessId>();
        var start = time.GetTimestamp();
        while (true)
        {
            var running = nodes.SelectMany(node => ProcessTable.Under(node.Directory)).ToList();
            if (running.Count == 0) return true;
            if (time.GetElapsedTime(start) > patience) return false;
            foreach (var process in running.OrderByDescending(p => p.IsScript))
                if (signalled.Add(process.Id))
                    Signals.Send(process.Id, signal);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
