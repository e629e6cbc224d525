using System.Text;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Processes;

/// <summary>
/// Swaps a server's configuration file together with its <c>bin</c>: the old one is kept where <see cref="ReleaseInstaller"/> keeps the old <c>bin</c> of the same swap, and
/// goes back as long as that does. Every call looks first and carries on from wherever a crash left it.
/// </summary>
internal sealed class ConfigurationSwap(ServerDeployment server)
{
    /// <summary>Names the swap that may still be rolled back (<c>swap.sh</c>).</summary>
    private string Open => $"{server.Directory}/.nightshift/open-swap";

    private string Live => $"{server.Directory}/{server.Configuration}";

    /// <summary>The configuration that is there now; null when there is none.</summary>
    public async Task<string?> CurrentAsync(CancellationToken cancellationToken) =>
        await server.Host.ExistsAsync(Live, cancellationToken) ? await ReadAsync(Live, cancellationToken) : null;

    /// <summary>Keeps the configuration of now and puts the new one in its place.</summary>
    /// <param name="id">The id of the swap of <c>bin</c>, which is open.</param>
    public async Task SwapAsync(ReleaseConfiguration configuration, string id, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(cancellationToken) is not { } before)
            throw new ProcessControlException(server, $"there is no {Live} on {server.Host.Name} to keep; correct its Configuration in the settings");
        if (!await server.Host.ExistsAsync(Kept(id), cancellationToken)) await server.Host.WriteFileAsync(Kept(id), Encoding.UTF8.GetBytes(before), cancellationToken);
        if (before != configuration.Text) await server.Host.WriteFileAsync(Live, configuration.Bytes, cancellationToken);
    }

    /// <summary>Puts back what the open swap kept; to be called before <c>bin</c> is rolled back, which closes it. Nothing when there is no open swap.</summary>
    /// <param name="except">The swap whose configuration stays.</param>
    public async Task RollBackAsync(string? except, CancellationToken cancellationToken)
    {
        if (!await server.Host.ExistsAsync(Open, cancellationToken)) return;
        var id = (await ReadAsync(Open, cancellationToken)).Trim();
        if (id == except || !await server.Host.ExistsAsync(Kept(id), cancellationToken)) return;
        var kept = await ReadAsync(Kept(id), cancellationToken);
        if (kept != await CurrentAsync(cancellationToken)) await server.Host.WriteFileAsync(Live, Encoding.UTF8.GetBytes(kept), cancellationToken);
    }

    private string Kept(string id) => $"{server.Directory}/.nightshift/kept/{id}/configuration";

    private async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var content = await server.Host.ReadFileAsync(path, ReleaseConfiguration.MaxBytes, cancellationToken);
        return content.Truncated ? throw new ProcessControlException(server, $"{path} on {server.Host.Name} is larger than {ReleaseConfiguration.MaxBytes} bytes") : content.Text;
    }
}
