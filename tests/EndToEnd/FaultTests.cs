using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;
using Nightshift.Onebox.Faults;

namespace Nightshift.EndToEnd;

/// <summary>When something hangs, the run says what it waits for, gives up, and leaves the cluster as it was.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<string, string> ShortLimits = new()
    {
        ["Nightshift__Clusters__openmldb__Limits__Move"] = "00:00:08",
        ["Nightshift__Clusters__openmldb__Limits__Start"] = "00:00:15",
        ["Nightshift__Clusters__openmldb__Limits__CatchUp"] = "00:00:15",
        ["Nightshift__Clusters__openmldb__Limits__Copy"] = "00:00:15",
    };

    [Fact]
    public async Task Upgrade_LeaderMoveHangs_GivesUpBeforeAnythingStops()
    {
        await using var box = await Box.UpAsync();
        var finished = await FailAsync(box, [("nameserver1", new Fault("hung", FaultKind.OpHang, "kChangeLeaderOP")), ("nameserver2", new Fault("hung", FaultKind.OpHang, "kChangeLeaderOP"))], "kChangeLeaderOP");
        Assert.DoesNotContain(finished.Lines, line => line.GetProperty("event").GetString() == "step" && line.GetProperty("path").GetString()!.Contains("stop process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upgrade_StartCrashes_GoesBackToTheOldRelease()
    {
        await using var box = await Box.UpAsync();
        var finished = await FailAsync(box, [("tablet1", new Fault("crash", FaultKind.StartCrash, Count: 1))], "logs/tablet.log");
        using var cluster = new RawCluster(box);
        Assert.StartsWith("0.9.2", await cluster.VersionAsync(box.Tablet(1)), StringComparison.Ordinal);
        Assert.Contains(finished.Lines, line => line.TryGetProperty("wayOut", out var wayOut) && wayOut.GetBoolean());
    }

    [Fact]
    public async Task Upgrade_HealthNeverAnswers_SaysSo()
    {
        await using var box = await Box.UpAsync();

        // The fault strikes the first process that starts; the one of the way back answers.
        await FailAsync(box, [("tablet1", new Fault("hang", FaultKind.HealthHang))], "/health", clearWhenSeen: "start");
    }

    [Fact]
    public async Task Upgrade_FollowerNeverCatchesUp_SaysWhichAndGivesUp()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        await using var writers = await Writers.StartAsync(cluster, "demo.orders");
        await FailAsync(
            box,
            [("tablet2", new Fault("stuck", FaultKind.ReplicationStuck, box.Tablet(1))), ("tablet3", new Fault("stuck", FaultKind.ReplicationStuck, box.Tablet(1)))],
            "demo.orders",
            setAt: "stop process",
            clearWhenSeen: "catch up");
        Assert.Empty(await writers.LostAsync());
    }

    [Fact]
    public async Task Upgrade_NameserverLeaderKilledInTheMiddle_CarriesOnWithTheNext()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        await using var writers = await Writers.StartAsync(cluster, "demo.orders");
        var before = await cluster.ReadPartitionsAsync();
        await using var bot = BotProcess.Start(box, "exec", $"/upgrade tablet {box.Tablet(1)} 0.9.3", "--approve-as", "oncall", "--format", "json");
        await bot.WaitForLineAsync(line => line.Contains("leaders away", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        var leader = (await box.Cluster.StatusAsync(CancellationToken.None)).First(process => process.Component.Name == "nameserver1");
        System.Diagnostics.Process.GetProcessById(leader.Pid!.Value).Kill();

        var finished = await bot.EndAsync(Patience);
        output.WriteLine(finished.Output[^1]);
        Assert.True(finished.ExitCode == 0, finished.Everything);
        Assert.Empty(await writers.LostAsync());
        await box.Cluster.UpAsync(new Progress<string>(), CancellationToken.None);
        await Expect.AsBeforeAsync(cluster, before, "true");
    }

    /// <summary>Upgrades one tablet under faults; the run must end without success, say the sentence, and leave the cluster as it was.</summary>
    private async Task<Finished> FailAsync(Box box, (string Node, Fault Fault)[] faults, string says, string? setAt = null, string? clearWhenSeen = null)
    {
        using var cluster = new RawCluster(box);
        var before = await cluster.ReadPartitionsAsync();
        if (setAt is null) await SetAsync(box, faults);
        await using var bot = BotProcess.Start(
            box, ShortLimits, "exec", $"/upgrade tablet {box.Tablet(1)} 0.9.3", "--approve-as", "oncall", "--format", "json");
        if (setAt is not null)
        {
            await bot.WaitForLineAsync(line => line.Contains(setAt, StringComparison.Ordinal), TimeSpan.FromSeconds(90));
            await SetAsync(box, faults);
        }

        if (clearWhenSeen is not null)
        {
            await bot.WaitForLineAsync(line => line.Contains($"/{clearWhenSeen}\"", StringComparison.Ordinal) && line.Contains("\"error\"", StringComparison.Ordinal), Patience);
            await box.Cluster.ClearFaultsAsync(null, CancellationToken.None);
        }

        var finished = await bot.EndAsync(Patience);
        output.WriteLine(string.Join('\n', finished.Output.Where(line => line.Contains("\"error\"", StringComparison.Ordinal))));
        output.WriteLine(finished.Output[^1]);
        Assert.True(finished.ExitCode is 1 or 3, finished.Everything);
        Assert.Contains(finished.Output, line => line.Contains(says, StringComparison.Ordinal) && line.Contains("\"error\"", StringComparison.Ordinal));
        await box.Cluster.ClearFaultsAsync(null, CancellationToken.None);
        await Expect.AsBeforeAsync(cluster, before, "true", failedOpsAllowed: true);
        return finished;
    }

    private static async Task SetAsync(Box box, (string Node, Fault Fault)[] faults)
    {
        foreach (var (node, fault) in faults) await box.Cluster.FaultAsync(node, fault, CancellationToken.None);
    }
}
