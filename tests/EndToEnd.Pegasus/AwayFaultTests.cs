using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>What goes wrong while a server is away, or has been away too often.</summary>
public sealed class AwayFaultTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RestartHa_SettingsLostByAChangeOfLeader_AreSetAgainWhileTheServerLoads()
    {
        await using var box = await PegasusBox.UpAsync();
        await box.FaultAsync("replica1", "slow_load_ms", "18000");
        await using var restart = await WatchedRestart.BeginAsync(box, output, ("Guards__HoldLostFor", "00:00:05"));
        await restart.ReachedAsync("start");
        var before = (await box.Raw.FindLeaderAsync()).ToString();
        await box.ScriptAsync(before, "stop.sh");
        await box.ScriptAsync(before, "start.sh");

        await Expect.EventuallyAsync(async () => await box.Raw.LeaderAsync() is { } now && now.ToString() != before, "another leader");
        await Expect.EventuallyAsync(
            async () => await box.Raw.SettingAsync("meta.lb.add_secondary_max_count_for_one_node") == "0" && await box.Raw.SettingAsync("meta.lb.assign_delay_ms") == "3600000",
            "the settings to be held on the new leader");
        Assert.False(restart.HasDone("start"), "the server had loaded already");
        await restart.EndedAsync(0);
        await restart.AsBeforeAsync();
    }

    [Fact]
    public async Task RestartHa_FifthTimeInARow_IsRefusedBeforeAnythingIsTouched()
    {
        await using var box = await PegasusBox.UpAsync(settings: new Dictionary<string, string> { ["meta_server.stable_rs_min_running_seconds"] = "600" });
        for (var time = 1; time <= 4; time++)
        {
            var allowed = await box.RunAsync(
                TimeSpan.FromMinutes(4), new Dictionary<string, string> { ["Nightshift__Clusters__pegasus__Canary__Enabled"] = "false" },
                "exec", $"/restart pegasus simple {box.Replica(1)}", "--approve-as", "oncall", "--format", "json");
            Assert.True(allowed.ExitCode == 0, allowed.Everything);
        }

        var started = await PegasusBox.StartedAsync(box.Replica(1));
        var ballots = await BallotsAsync(box);
        await using var restart = await WatchedRestart.BeginAsync(box, output);
        await restart.EndedAsync(1, $"replica server {box.Replica(1)}", "5th restart in a row", "max_succssive_unstable_restart is 5", "try again after");
        Assert.Equal(started, await PegasusBox.StartedAsync(box.Replica(1)));
        Assert.Equal(ballots, await BallotsAsync(box));
        await restart.AsBeforeAsync();
    }

    private static async Task<string> BallotsAsync(PegasusBox box) =>
        string.Join('\n', (await box.Raw.ReadPartitionsAsync()).Select(partition => $"{partition} {partition.Configuration.Ballot}"));
}
