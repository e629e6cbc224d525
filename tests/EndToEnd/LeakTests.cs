using Nightshift.EndToEnd.Support;
using Nightshift.Onebox.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd;

/// <summary>What the vendor's tool or a dead run left on a cluster is named, and put right by a plan that people approve.</summary>
public sealed class LeakTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string> ShortLimits = new()
    {
        ["Nightshift__Clusters__openmldb__Limits__Start"] = "00:00:10",
        ["Nightshift__Clusters__openmldb__Limits__CatchUp"] = "00:00:30",
    };

    [Fact]
    public async Task Tidy_VendorsToolDied_IsNamedAtTheStartAndByHoldsAndPutRight()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        var before = await cluster.ReadPartitionsAsync();
        var (partition, stat) = await DieAsTheVendorsToolAsync(box, cluster, before);

        await using (var bot = BotProcess.Start(box))
        {
            var line = await bot.WaitForLineAsync(line => line.Contains("Left behind on openmldb", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            Assert.Contains(stat, line, StringComparison.Ordinal);
        }

        var holds = await SayAsync(box, "/holds openmldb");
        Assert.Contains("auto_failover", holds, StringComparison.Ordinal);
        Assert.Contains(partition.Name, holds, StringComparison.Ordinal);
        Assert.Contains(stat, holds, StringComparison.Ordinal);
        Assert.Contains("/tidy openmldb --on openmldb", holds, StringComparison.Ordinal);

        await using (var writers = await Writers.StartAsync(cluster, "demo.orders"))
        {
            await TidyAsync(box);
            Assert.Empty(await writers.LostAsync());
        }

        await Expect.AsBeforeAsync(cluster, before, "true");
        Assert.False(File.Exists(stat));
        Assert.Contains("nothing is held, nothing was left behind", await SayAsync(box, "/holds openmldb"), StringComparison.Ordinal);
        Assert.Contains("there is nothing to do", await SayAsync(box, "/plan tidy openmldb"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tidy_RunDiedWithItsTabletDown_BringsItBack()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        var before = await cluster.ReadPartitionsAsync();
        await box.Cluster.FaultAsync("tablet1", new Fault("crash", FaultKind.StartCrash), CancellationToken.None);
        await using (var bot = BotProcess.Start(box, ShortLimits, "exec", $"/restart tablet {box.Tablet(1)}", "--approve-as", "oncall", "--format", "json"))
        {
            var failed = await bot.EndAsync(Patience);
            Assert.True(failed.ExitCode == 1, failed.Everything);
        }

        await box.Cluster.ClearFaultsAsync(null, CancellationToken.None);
        var holds = await SayAsync(box, "/holds openmldb");
        Assert.Contains($"tablet {box.Tablet(1)}", holds, StringComparison.Ordinal);
        Assert.Contains("stopped it", holds, StringComparison.Ordinal);

        await TidyAsync(box);

        await Expect.AsBeforeAsync(cluster, before, "true", failedOpsAllowed: true);
        Assert.Contains("nothing was left behind", await SayAsync(box, "/holds openmldb"), StringComparison.Ordinal);
    }

    private async Task TidyAsync(Box box)
    {
        var finished = await BotProcess.RunAsync(box, Patience, "exec", "/tidy openmldb", "--approve-as", "oncall", "--format", "json");
        output.WriteLine(string.Join('\n', finished.Output));
        Assert.True(finished.ExitCode == 0, finished.Everything);
    }

    private async Task<string> SayAsync(Box box, string command)
    {
        var finished = await BotProcess.RunAsync(box, Patience, "exec", command, "--format", "json");
        output.WriteLine(finished.Everything);
        return finished.Everything;
    }

    /// <summary>pre-upgrade that died after its first leader change: the setting is off, the leader moved, the old one not recovered, and the file is there.</summary>
    private static async Task<(PartitionState Partition, string Stat)> DieAsTheVendorsToolAsync(Box box, RawCluster cluster, IReadOnlyList<PartitionState> before)
    {
        var partition = before.First(partition => partition.Table == "demo.orders" && partition.Leader == box.Tablet(1));
        var other = partition.Replicas.First(replica => replica != partition.Leader);
        var (db, table) = (partition.Table.Split('.')[0], partition.Table.Split('.')[1]);
        await cluster.AskLeaderAsync("ConfSet", new { conf = new { key = "auto_failover", value = "false" } });
        await cluster.AskLeaderAsync("ChangeLeader", new { db, name = table, pid = partition.Pid, candidate_leader = other });
        await Expect.EventuallyAsync(
            async () => (await cluster.PartitionsAsync())?.First(now => now.Name == partition.Name).Leader == other && !(await cluster.OpStatesAsync()).Any(op => op.EndsWith("kDoing", StringComparison.Ordinal)),
            "another leader");
        var description = await box.Cluster.DescribeAsync(CancellationToken.None);
        var stat = Path.Combine(description.Components.First(component => component.Endpoint == box.Tablet(1)).Directory, ".stat");
        await File.WriteAllTextAsync(stat, $"{partition.Leader},{db},{table},{partition.Tid},{partition.Pid},\n");
        return (partition, stat);
    }
}
