using Nightshift.Onebox.Components;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Hosting;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>
/// A Pegasus cluster on this machine: every server a process of its own in a folder as Pegasus' <c>run.sh</c> makes it, started by its <c>start.sh</c>. The
/// processes belong to no program: whoever holds the directory can bring them up, look at them and take them down.
/// </summary>
/// <param name="options">What to make; a directory that holds a box already must have been made with the same options.</param>
/// <param name="time">Clock of the waits.</param>
public sealed partial class PegasusOnebox(PegasusOptions options, TimeProvider time) : IDisposable
{
    private readonly NodeHttp _http = new();

    public PegasusOptions Options { get; } = options with { Directory = Path.GetFullPath(options.Directory) };

    /// <summary>The box that a directory holds, or null when it holds none.</summary>
    public static async Task<PegasusOnebox?> OpenAsync(string directory, TimeProvider time, CancellationToken cancellationToken) =>
        await PegasusDescription.ReadAsync(Path.GetFullPath(directory), cancellationToken) is { } box ? new PegasusOnebox(box.ToOptions(), time) : null;

    /// <summary>Gives a server a fault: a value that goes before its configuration, from a tenth of a second on and until cleared.</summary>
    /// <param name="node">A server's name (<c>replica1</c>), endpoint, or role for all of it.</param>
    /// <param name="key">A key of section <c>[onebox]</c>, or <c>section.key</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="OneboxException">There is no such server.</exception>
    public async Task FaultAsync(string node, string key, string value, CancellationToken cancellationToken)
    {
        var dot = key.LastIndexOf('.');
        foreach (var server in await FindAsync(node, cancellationToken))
        {
            var path = FaultFileOf(server);
            var faults = File.Exists(path) ? IniFile.Read(path) : IniFile.Parse([]);
            faults.Set(dot < 0 ? "onebox" : key[..dot], key[(dot + 1)..], value);
            await File.WriteAllTextAsync(path + ".new", faults.Dump(), cancellationToken);
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    /// <summary>Takes the faults of a server or role away, or of all when <paramref name="node"/> is null.</summary>
    /// <exception cref="OneboxException">There is no such server.</exception>
    public async Task ClearFaultsAsync(string? node, CancellationToken cancellationToken)
    {
        foreach (var server in node is null ? (await DescribeAsync(cancellationToken)).Components : await FindAsync(node, cancellationToken))
            File.Delete(FaultFileOf(server));
    }

    /// <summary>What <c>pegasus.json</c> says.</summary>
    /// <exception cref="OneboxException">The directory holds no box.</exception>
    public async Task<PegasusDescription> DescribeAsync(CancellationToken cancellationToken) =>
        await PegasusDescription.ReadAsync(Options.Directory, cancellationToken)
        ?? throw new OneboxException($"{Options.Directory} holds no Pegasus box; bring it up first");

    public void Dispose() => _http.Dispose();

    private static string FaultFileOf(OneboxComponent server) => Path.Combine(server.Directory, FaultOverlay.FileName);

    private async Task<IReadOnlyList<OneboxComponent>> FindAsync(string node, CancellationToken cancellationToken)
    {
        var components = (await DescribeAsync(cancellationToken)).Components.Where(c => c.Component != OneboxComponent.ZooKeeper).ToList();
        var found = components.Where(c => c.Name == node || c.Endpoint == node || c.Component == node).ToList();
        return found.Count > 0
            ? found
            : throw new OneboxException($"no server {node}; there are {string.Join(", ", components.Select(c => $"{c.Name} ({c.Endpoint})"))}");
    }
}
