using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Hosts;

namespace Nightshift.Clusters.Tests.Releases;

/// <summary>An install root with release 1 in bin and release 2 beside it, on this machine.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly HostPool _pool = new(new HostsOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    public Deployment()
    {
        Folder.Write("root/bin/openmldb", "one");
        Folder.Write("root/bin/start.sh", "start one");
        Folder.Write("root/bin/tablet.pid", "41");
        Folder.Write("root/bin/nameserver.pid.child", "42");
        Folder.Write("root/bin/site.sh", "of this site");
        Folder.Write("two/bin/openmldb", "two");
        Folder.Write("two/bin/start.sh", "start two");
        Installer = new ReleaseInstaller(_pool.Get(HostAddress.Parse("localhost")), Folder["root"]);
    }

    public TempFolder Folder { get; } = new();

    public ReleaseInstaller Installer { get; }

    /// <summary>As if it had been shipped.</summary>
    public StagedRelease Staged => new("2", Folder["two/bin"], "", Sent: true);

    public string Binary => Folder.Read("root/bin/openmldb");

    public async Task<StagedRelease> StageAsync() => await Installer.StageAsync(await ReleaseTree.ReadAsync(new Release("2", Folder["two"]), default), default);

    /// <summary>Runs the script itself and ends it by force before its n-th command; false when it came to its end before that.</summary>
    public async Task<bool> RunCutAsync(string verb, string id, int cutBefore)
    {
        using var stream = typeof(ReleaseInstaller).Assembly.GetManifestResourceStream("Nightshift.Clusters.Releases.swap.sh")!;
        using var reader = new StreamReader(stream);
        var script = await reader.ReadToEndAsync();

        // bash tells each simple command, conditions included, to the trap before it is run.
        var cut = $"set -T; n=0; trap 'n=$((n+1)); [ $n -lt {cutBefore} ] || kill -9 $$' DEBUG\n";
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true };
        foreach (var argument in new[] { "-c", cut + script, "swap.sh", verb, Folder["root"], id, Staged.Directory, "2" }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode != 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        Folder.Dispose();
    }
}
