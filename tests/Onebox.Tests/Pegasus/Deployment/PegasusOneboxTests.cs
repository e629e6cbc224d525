using System.Diagnostics;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.Tests.Pegasus.Support;
using Xunit.Abstractions;

namespace Nightshift.Onebox.Tests.Pegasus.Deployment;

/// <summary>The box as processes.</summary>
public sealed class PegasusOneboxTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Box_FromUpToDown_ServesRestartsUpgradesAndEnds()
    {
        var watch = Stopwatch.StartNew();
        await using var box = await PegasusTestBox.UpAsync();
        output.WriteLine($"up after {watch.Elapsed.TotalSeconds:0.0} s");
        var processes = await box.Cluster.StatusAsync(CancellationToken.None);
        Assert.Equal(10, processes.Count);
        Assert.All(processes, process => Assert.True(process.Serving, process.Component.Name));
        Assert.All(processes.Where(process => process.Component.Component != OneboxComponent.ZooKeeper), process => Assert.Equal("2.4.0", process.Version));
        output.WriteLine(string.Join(", ", processes.Select(process => $"{process.Component.Name} {process.ResidentBytes / 1024 / 1024} MiB")));
        Assert.Equal(32, (await box.Cluster.LookAsync(CancellationToken.None)).Partitions.Count(partition => partition.Whole));

        await RestartByItsScriptsOnAnotherReleaseAsync(box);
        await KilledAndBroughtUpAgainAsync(box);
        await FaultCrashesAStartAsync(box);

        await box.Cluster.DownAsync(new Progress<string>(), CancellationToken.None);
        Assert.Empty(ProcessTable.Under(box.Root));
    }

    private static async Task RestartByItsScriptsOnAnotherReleaseAsync(PegasusTestBox box)
    {
        var node = box.Folder("replica1");
        Assert.Equal(0, await RunAsync(box, "stop_onebox_instance", "-r", "1"));
        Assert.Empty(ProcessTable.Under(node));
        Assert.Equal(1, await RunAsync(box, "stop_onebox_instance", "-r", "1"));
        Directory.Move(Path.Combine(node, "bin"), Path.Combine(node, "bin.old"));
        Assert.Equal(0, await ExitOfAsync("cp", "-a", Path.Combine(box.Root, "releases", "2.5.0", "bin"), node));
        Assert.Equal(0, await RunAsync(box, "start_onebox_instance", "-r", "1"));
        Assert.Equal(1, await RunAsync(box, "start_onebox_instance", "-r", "1"));
        await Eventually.True("2.5.0 serves", async () => (await box.StatusAsync("replica1")).Version == "2.5.0");
        Assert.Contains("Pegasus Server 2.5.0 (", await OutputOfAsync(Path.Combine(node, "bin", "pegasus_server"), "-v"), StringComparison.Ordinal);
        await WholeAsync(box);
    }

    private static async Task KilledAndBroughtUpAgainAsync(PegasusTestBox box)
    {
        var process = Assert.Single(ProcessTable.Under(box.Folder("replica2")));
        Signals.Send(process.Id, Signals.Kill);
        await Eventually.True("it is gone", async () => !(await box.StatusAsync("replica2")).Running);
        await box.Cluster.UpAsync(new Progress<string>(), CancellationToken.None);
        Assert.True((await box.StatusAsync("replica2")).Serving);
        await WholeAsync(box);
    }

    private static async Task FaultCrashesAStartAsync(PegasusTestBox box)
    {
        await box.Cluster.FaultAsync("replica3", "crash_on_start", "true", CancellationToken.None);
        Assert.Equal(0, await RunAsync(box, "restart_onebox_instance", "-r", "3", "-s", "0"));
        await Eventually.True("it has crashed", async () => !(await box.StatusAsync("replica3")).Running);
        await box.Cluster.ClearFaultsAsync(null, CancellationToken.None);
        Assert.Equal(0, await RunAsync(box, "start_onebox_instance", "-r", "3"));
        await WholeAsync(box);
    }

    private static Task WholeAsync(PegasusTestBox box) => Eventually.True("all whole", async () => (await box.Cluster.LookAsync(CancellationToken.None)).Partitions.All(partition => partition.Whole), TimeSpan.FromSeconds(60));

    private static Task<int> RunAsync(PegasusTestBox box, params string[] arguments) => ExitOfAsync(Path.Combine(box.Root, "run.sh"), arguments);

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
