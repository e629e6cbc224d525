using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>When something breaks while a server is being drained, the run goes on where that is safe; else it stops, says why, and the cluster is as it was.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RestartHa_LeaderMetaKilledInTheMiddle_CarriesOnAndPutsTheSettingsBackOnTheNext()
    {
        await using var box = await PegasusBox.UpAsync();
        await using var restart = await WatchedRestart.BeginAsync(box, output);
        await restart.ReachedAsync("primaries away");
        await box.KillAsync(box.NameOfMeta((await box.Raw.FindLeaderAsync()).ToString()));

        await restart.EndedAsync(0);
        await restart.AsBeforeAsync();
    }

    [Fact]
    public async Task RestartHa_AnotherServerKilled_StopsBeforeItMakesThingsWorse()
    {
        await using var box = await PegasusBox.UpAsync();
        await using var restart = await WatchedRestart.BeginAsync(box, output);
        await restart.ReachedAsync("drain");
        await box.KillAsync("replica4");

        await restart.EndedAsync(1, $"replica server {box.Replica(4)}", "does not answer", $"{box.Replica(1)} cannot be spared", "bring it back");
        restart.NeverReached("stop process");
        await box.ScriptAsync(box.Replica(4), "start.sh");
        await restart.AsBeforeAsync();
    }

    [Fact]
    public async Task RestartHa_PartitionsNeverClose_GivesUpAndBringsThemBack()
    {
        await using var box = await PegasusBox.UpAsync();
        await box.FaultAsync("replica1", "close_ms", "3000");
        await using var restart = await WatchedRestart.BeginAsync(box, output, ("Limits__Close", "00:00:04"));

        await restart.EndedAsync(1, "close", box.Replica(1), "gave up after 4 s", "was waiting for", "to write its partitions to disk", "closing");
        restart.NeverReached("stop process");
        await restart.AsBeforeAsync();
    }

    [Fact]
    public async Task RestartHa_ProposalsDroppedSilently_FailsClosedAndWithSomeGoesOn()
    {
        await using var box = await PegasusBox.UpAsync();
        await box.FaultAsync("meta", "drop_proposals", "-1");
        await using (var restart = await WatchedRestart.BeginAsync(box, output))
        {
            await restart.EndedAsync(1, $"{box.Replica(1)} is still primary of", "takes no notice of the proposal to step down", "it was not stopped", "look for these partitions in the logs");
            restart.NeverReached("secondaries out");
            restart.NeverReached("stop process");
            await restart.AsBeforeAsync();
        }

        await box.FaultAsync("meta", "drop_proposals", "7");
        await using (var restart = await WatchedRestart.BeginAsync(box, output))
        {
            await restart.EndedAsync(0);
            await restart.AsBeforeAsync();
        }
    }
}
