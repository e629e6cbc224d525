using System.Globalization;
using System.Text.Json;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;

namespace Nightshift.Onebox.Pegasus.Deployment;

public sealed partial class PegasusOnebox
{
    /// <summary>How each process of the box is, in the order of the description. Serving means that it answers over HTTP: a replica server may still load.</summary>
    public async Task<IReadOnlyList<OneboxProcessStatus>> StatusAsync(CancellationToken cancellationToken)
    {
        var box = await DescribeAsync(cancellationToken);
        return await Task.WhenAll(box.Components.Select(node => StatusAsync(node, cancellationToken)));
    }

    private async Task<OneboxProcessStatus> StatusAsync(OneboxComponent node, CancellationToken cancellationToken)
    {
        var process = ProcessTable.Under(node.Directory).FirstOrDefault(p => !p.IsScript);
        if (process is null) return new OneboxProcessStatus(node, null, Serving: false, null, null);
        var version = node.Component == OneboxComponent.ZooKeeper ? null : await VersionAsync(node, cancellationToken);
        var serving = node.Component == OneboxComponent.ZooKeeper ? await Ports.AnyListensAsync(node.Endpoint, cancellationToken) : version is not null;
        return new OneboxProcessStatus(node, process.Id.Pid, serving, version, Resident(process.Id.Pid));
    }

    private async Task<string?> VersionAsync(OneboxComponent node, CancellationToken cancellationToken)
    {
        if (await _http.PageAsync(node.Endpoint, "/version", cancellationToken) is not { } page) return null;
        using var json = JsonDocument.Parse(page);
        return json.RootElement.GetProperty("Version").GetString();
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
