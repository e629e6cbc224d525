using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Tests.Deployment;

public sealed class ReleaseTests : IDisposable
{
    private static readonly HttpClient Http = new();
    private readonly GatewayDeployment _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void Releases_Executables_DifferAndCarryTheirVersion()
    {
        var old = Path.Combine(_gateway.Releases[0].Path, "bin", "openmldb");
        var next = Path.Combine(_gateway.Releases[1].Path, "bin", "openmldb");

        Assert.Equal(["0.9.2", "0.9.3"], _gateway.Releases.Select(r => r.Version));
        Assert.NotEqual(File.ReadAllBytes(old), File.ReadAllBytes(next));
        Assert.StartsWith("0.9.2-", ReleaseTrailer.Read(old), StringComparison.Ordinal);
        Assert.StartsWith("0.9.3-", ReleaseTrailer.Read(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executable_AskedForItsVersion_TellsIt()
    {
        var run = await ScriptRun.Of(_gateway.Releases[1].Path, "/usr/bin/env", "bin/openmldb", "--version");

        Assert.Equal((0, $"openmldb version {ReleaseTrailer.FullVersion("0.9.3")}\n"), (run.Exit, run.Output));
    }

    [Fact]
    public async Task Swap_BinUnderARunningServer_ShowsTheNewVersionOnlyAfterARestart()
    {
        await _gateway.Script("start", "apiserver");
        Assert.Equal(ReleaseTrailer.FullVersion("0.9.2"), await Version());

        // As an installation does it: the new files beside the old ones, then one rename; the pid file moves over.
        var bin = _gateway.Node.Bin();
        await ScriptRun.Of(_gateway.Node.Directory, "cp", "-a", Path.Combine(_gateway.Releases[1].Path, "bin"), bin + ".next");
        File.Copy(_gateway.Node.PidFile(), Path.Combine(bin + ".next", "apiserver.pid"));
        Directory.Move(bin, bin + ".previous");
        Directory.Move(bin + ".next", bin);

        Assert.Equal(ReleaseTrailer.FullVersion("0.9.2"), await Version());
        Assert.Single(_gateway.Servers);
        await _gateway.Script("restart", "apiserver");
        Assert.Equal(ReleaseTrailer.FullVersion("0.9.3"), await Version());
    }

    private async Task<string> Version() => await Http.GetStringAsync(new Uri($"http://{_gateway.Endpoint}/version"));
}
