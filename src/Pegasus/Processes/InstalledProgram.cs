using System.Text.RegularExpressions;
using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>What the installed program says of itself by <c>-v</c>: <c>Pegasus Server 2.5.0 (0ca31b70e) Release</c> (<c>src/server/main.cpp</c>).</summary>
internal sealed partial class InstalledProgram(ServerDeployment server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>By the program; else by the last release that was installed here; null when nobody knows.</summary>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        var command = new HostCommand($"{server.Directory}/{server.Program}", "-v") { Timeout = Patience };
        try
        {
            var said = await server.Host.RunAsync(command, cancellationToken);
            if (said.Succeeded && Parse(said.Stdout.Excerpt) is { } version) return version;
        }
        catch (HostTimeoutException)
        {
            // A program that does not know -v may begin to serve; the host has ended it with its call.
        }

        return await new ReleaseInstaller(server.Host, server.Directory).InstalledAsync(cancellationToken);
    }

    internal static string? Parse(string said) => Line().Match(said) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"Pegasus Server ([0-9]+(?:\.[0-9]+)+[A-Za-z0-9.-]*) \(")]
    private static partial Regex Line();
}
