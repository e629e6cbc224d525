using System.Diagnostics;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Onebox.Tests.Deployment;
using Xunit.Abstractions;

namespace Nightshift.Onebox.Tests.Pegasus.Deployment;

/// <summary>The box as processes.</summary>
public sealed class PegasusOneboxTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly PegasusOnebox _box = new(new PegasusOptions
    {
        Directory = Directory.CreateTempSubdirectory("pegasus-onebox-").FullName,
        PortOffset = PegasusPorts.FreeOffset(Environment.ProcessId * 7),
    }, TimeProvider.System);

    public async Task InitializeAsync()
    {
        try
        {
            var watch = Stopwatch.StartNew();
            await _box.UpAsync(new Progress<string>(), CancellationToken.None);
            output.WriteLine($"up after {watch.Elapsed.TotalSeconds:0.0} s");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        _box.Dispose();
        Directory.Delete(_box.Options.Directory, recursive: true);
    }

    [Fact]
    public async Task Box_FromUpToDown_ServesRestartsUpgradesAndEnds()
    {
        var processes = await _box.StatusAsync(CancellationToken.None);
        Assert.Equal(10, processes.Count);
        Assert.All(processes, process => Assert.True(process.Serving, process.Component.Name));
        Assert.All(processes.Where(process => process.Component.Component != OneboxComponent.ZooKeeper), process => Assert.Equal("2.4.0", process.Version));
        output.WriteLine(string.Join(", ", processes.Select(process => $"{process.Component.Name} {process.ResidentBytes / 1024 / 1024} MiB")));
        Assert.Equal(32, (await _box.LookAsync(CancellationToken.None)).Count(partition => partition.Whole));

        await RestartByItsScriptsOnAnotherReleaseAsync();
        await KilledAndBroughtUpAgainAsync();
        await FaultDelaysALoadAsync();

        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        Assert.Empty(ProcessTable.Under(_box.Options.Directory));
    }

    private async Task RestartByItsScriptsOnAnotherReleaseAsync()
    {
        var node = Path.Combine(_box.Options.Directory, "replica1");
        Assert.Equal(0, await RunAsync("stop_onebox_instance", "-r", "1"));
        Assert.Empty(ProcessTable.Under(node));
        Assert.Equal(1, await RunAsync("stop_onebox_instance", "-r", "1"));
        Directory.Move(Path.Combine(node, "bin"), Path.Combine(node, "bin.old"));
        Assert.Equal(0, await ExitOfAsync("cp", "-a", Path.Combine(_box.Options.Directory, "releases", "2.5.0", "bin"), node));
        Assert.Equal(0, await RunAsync("start_onebox_instance", "-r", "1"));
        Assert.Equal(1, await RunAsync("start_onebox_instance", "-r", "1"));
        await Eventually.True("2.5.0 serves", async () => (await StatusAsync("replica1")).Version == "2.5.0");
        Assert.Contains("Pegasus Server 2.5.0 (", await OutputOfAsync(Path.Combine(node, "bin", "pegasus_server"), "-v"), StringComparison.Ordinal);
        await WholeAsync();
    }

    private async Task KilledAndBroughtUpAgainAsync()
    {
        var process = Assert.Single(ProcessTable.Under(Path.Combine(_box.Options.Directory, "replica2")));
        Signals.Send(process.Id, Signals.Kill);
        await Eventually.True("it is gone", async () => !(await StatusAsync("replica2")).Running);
        await _box.UpAsync(new Progress<string>(), CancellationToken.None);
        Assert.True((await StatusAsync("replica2")).Serving);
        await WholeAsync();
    }

    private async Task FaultDelaysALoadAsync()
    {
        await _box.FaultAsync("replica3", "crash_on_start", "true", CancellationToken.None);
        Assert.Equal(0, await RunAsync("restart_onebox_instance", "-r", "3", "-s", "0"));
        await Eventually.True("it has crashed", async () => !(await StatusAsync("replica3")).Running);
        await _box.ClearFaultsAsync(null, CancellationToken.None);
        Assert.Equal(0, await RunAsync("start_onebox_instance", "-r", "3"));
        await WholeAsync();
    }

    private Task WholeAsync() => Eventually.True("all whole", async () => (await _box.LookAsync(CancellationToken.None)).All(partition => partition.Whole), TimeSpan.FromSeconds(60));

    private async Task<OneboxProcessStatus> StatusAsync(string name) => (await _box.StatusAsync(CancellationToken.None)).Single(process => process.Component.Name == name);

    private Task<int> RunAsync(params string[] arguments) => ExitOfAsync(Path.Combine(_box.Options.Directory, "run.sh"), arguments);

    private static async Task<int> ExitOfAsync(string program, params string[] arguments)
    {
        var log = Path.GetTempFileName();
        try
        {
            return await Detached.RunAsync(Path.GetTempPath(), log, [program, .. arguments], CancellationToken.None);
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static async Task<string> OutputOfAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}
