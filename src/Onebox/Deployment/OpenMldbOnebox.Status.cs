using System.Globalization;
using Nightshift.Onebox.Deployment.Processes;

namespace Nightshift.Onebox.Deployment;

public sealed partial class OpenMldbOnebox
{
    /// <summary>How each process of the box is, in the order of the description.</summary>
    public async Task<IReadOnlyList<OneboxProcessStatus>> StatusAsync(CancellationToken cancellationToken)
    {
        var box = await DescribeAsync(cancellationToken);
        return await Task.WhenAll(box.Components.Select(node => StatusAsync(node, cancellationToken)));
    }

    private async Task<OneboxProcessStatus> StatusAsync(OneboxComponent node, CancellationToken cancellationToken)
    {
        var process = ProcessTable.Under(node.Directory).FirstOrDefault(p => !p.IsScript);
        if (process is null) return new OneboxProcessStatus(node, null, Serving: false, null, null);

        var version = await VersionAsync(node, cancellationToken);
        var serving = node.Component == OneboxComponent.ZooKeeper ? await Ports.AnyListensAsync(node.Endpoint, cancellationToken) : version is not null;
        return new OneboxProcessStatus(node, process.Id.Pid, serving, version?.Trim(), Resident(process.Id.Pid));
    }

    private async Task<string?> VersionAsync(OneboxComponent node, CancellationToken cancellationToken)
    {
        if (node.Component == OneboxComponent.ZooKeeper) return null;
        if (node.Component != OneboxComponent.TaskManager) return await _http.PageAsync(node.Endpoint, "/version", cancellationToken);
        try
        {
            var answer = await _http.CallAsync(node.Endpoint, "openmldb.taskmanager.TaskManagerServer/GetVersion", [], cancellationToken);
            return (string?)answer["taskmanagerVersion"];
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static long? Resident(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, .., var kib, "kB"]
                ? long.Parse(kib, CultureInfo.InvariantCulture) * 1024
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
