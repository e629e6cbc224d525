using Nightshift.Onebox.Components;
using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Deployment;

/// <summary>
/// An OpenMLDB cluster on this machine: every component a process of its own in a deployment folder as OpenMLDB's scripts make it, started
/// by <c>bin/start.sh</c>. The processes belong to no program: whoever holds the directory can bring them up, look at them and take them down.
/// </summary>
/// <param name="options">What to make; a directory that holds a box already must have been made with the same options.</param>
/// <param name="time">Clock of the waits.</param>
public sealed partial class OpenMldbOnebox(OneboxOptions options, TimeProvider time) : IDisposable
{
    private readonly NodeHttp _http = new();

    public OneboxOptions Options { get; } = options with { Directory = Path.GetFullPath(options.Directory) };

    /// <summary>The box that a directory holds, or null when it holds none.</summary>
    public static async Task<OpenMldbOnebox?> OpenAsync(string directory, TimeProvider time, CancellationToken cancellationToken) =>
        await OneboxDescription.ReadAsync(Path.GetFullPath(directory), cancellationToken) is { } box ? new OpenMldbOnebox(box.ToOptions(), time) : null;

    /// <summary>Gives a node a fault, for as long as the fault says.</summary>
    /// <param name="node">A node's name (<c>tablet1</c>), endpoint, or <c>component endpoint</c>.</param>
    /// <param name="fault">What goes wrong; replaces a fault with the same id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OneboxException">There is no such node.</exception>
    public async Task FaultAsync(string node, Fault fault, CancellationToken cancellationToken)
    {
        var component = await FindAsync(node, cancellationToken);
        FaultFile.In(component.Directory).Add(fault);
    }

    /// <summary>Takes the faults of one node away, or of all when <paramref name="node"/> is null.</summary>
    public async Task ClearFaultsAsync(string? node, CancellationToken cancellationToken)
    {
        IEnumerable<OneboxComponent> components = node is null
            ? (await DescribeAsync(cancellationToken)).Components.Where(c => c.Component != OneboxComponent.ZooKeeper)
            : [await FindAsync(node, cancellationToken)];
        foreach (var component in components) FaultFile.In(component.Directory).Clear();
    }

    /// <summary>What <c>onebox.json</c> says.</summary>
    /// <exception cref="OneboxException">The directory holds no box.</exception>
    public async Task<OneboxDescription> DescribeAsync(CancellationToken cancellationToken) =>
        await OneboxDescription.ReadAsync(Options.Directory, cancellationToken)
        ?? throw new OneboxException($"{Options.Directory} holds no box; bring it up first");

    public void Dispose() => _http.Dispose();

    private async Task<OneboxComponent> FindAsync(string node, CancellationToken cancellationToken)
    {
        var components = (await DescribeAsync(cancellationToken)).Components;
        return components.FirstOrDefault(c => c.Name == node || c.Endpoint == node)
            ?? throw new OneboxException($"no node {node}; there are {string.Join(", ", components.Select(c => $"{c.Name} ({c.Endpoint})"))}");
    }
}
