using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;

namespace Nightshift.Onebox.Pegasus.Deployment;

public sealed partial class PegasusOnebox
{
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
            await ProcessEnding.EndAsync(nodes, time, cancellationToken);
            foreach (var node in nodes) File.Delete(Path.Combine(node.Directory, PegasusDeploymentWriter.PidFile));
        }

        progress.Report("down");
    }
}
