using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;

namespace Nightshift.Onebox.Pegasus.Deployment;

public sealed partial class PegasusOnebox
{
    private static readonly TimeSpan TermPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopPause = TimeSpan.FromMilliseconds(20);

    private static readonly string[][] StopOrder =
    [
        [PegasusRoles.Collector, PegasusRoles.Meta, PegasusRoles.Replica],
        [OneboxComponent.ZooKeeper],
    ];

    /// <summary>Ends every process that runs from this box's directory, and no other. Data, logs and configuration stay.</summary>
    /// <exception cref="OneboxException">A process could not be ended.</exception>
    public async Task DownAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (await PegasusDescription.ReadAsync(Options.Directory, cancellationToken) is not { } box)
        {
            progress.Report($"{Options.Directory} holds no Pegasus box");
            return;
        }

        using var held = await OneboxLock.TakeAsync(Options.Directory, progress, time, cancellationToken);
        foreach (var tier in StopOrder)
        {
            var nodes = box.Components.Where(c => tier.Contains(c.Component)).ToList();
            await EndAsync(nodes, cancellationToken);
            foreach (var node in nodes) File.Delete(Path.Combine(node.Directory, PegasusDeploymentWriter.PidFile));
        }

        progress.Report("down");
    }

    private async Task EndAsync(List<OneboxComponent> nodes, CancellationToken cancellationToken)
    {
        if (await SignalUntilGoneAsync(nodes, Signals.Terminate, TermPatience, cancellationToken)) return;
        if (await SignalUntilGoneAsync(nodes, Signals.Kill, KillPatience, cancellationToken)) return;
        var left = nodes.SelectMany(node => ProcessTable.Under(node.Directory)).Select(process => process.Id.Pid);
        throw new OneboxException($"could not end {string.Join(", ", nodes.Select(node => node.Name))}: processes {string.Join(' ', left)} remain");
    }

    /// <summary>Signals each process once, scripts first so that they start nothing again; also those that appear meanwhile.</summary>
    private async Task<bool> SignalUntilGoneAsync(List<OneboxComponent> nodes, int signal, TimeSpan patience, CancellationToken cancellationToken)
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
            await Task.Delay(StopPause, time, cancellationToken);
        }
    }
}
