using Nightshift.Onebox.Deployment.Processes;

namespace Nightshift.Onebox.Deployment;

public sealed partial class OpenMldbOnebox
{
    /// <summary>The order of upstream's <c>stop-all.sh</c>.</summary>
    private static readonly string[][] StopOrder =
    [
        [OneboxComponent.ApiServer, OneboxComponent.TaskManager],
        [OneboxComponent.Nameserver],
        [OneboxComponent.Tablet],
        [OneboxComponent.ZooKeeper],
    ];

    /// <summary>
    /// Ends every process that runs from this box's directory, and no other. Data, logs and configuration stay.
    /// </summary>
    /// <exception cref="OneboxException">A process could not be ended.</exception>
    public async Task DownAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (await OneboxDescription.ReadAsync(Options.Directory, cancellationToken) is not { } box)
        {
            progress.Report($"{Options.Directory} holds no box");
            return;
        }

        using var held = await OneboxLock.TakeAsync(Options.Directory, progress, time, cancellationToken);
        foreach (var tier in StopOrder)
        {
            var nodes = box.Components.Where(c => tier.Contains(c.Component)).ToList();
            foreach (var node in nodes.Where(node => ProcessTable.Under(node.Directory).Count > 0)) progress.Report($"stopping {node.Name} {node.Endpoint}");
            await ProcessEnding.EndAsync(nodes, time, cancellationToken);
            foreach (var node in nodes)
            {
                File.Delete(node.PidFile());
                File.Delete(node.PidFile() + ".child");
            }
        }

        progress.Report("down");
    }
}
