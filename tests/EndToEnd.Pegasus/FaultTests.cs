using Nightshift.EndToEnd.Pegasus.Support;
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
}
