using Nightshift.EndToEnd.Pegasus.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Pegasus;

/// <summary>A drain that never ends, or that the meta server takes no notice of: given up within bounds, and everything put back.</summary>
public sealed class StuckDrainTests(ITestOutputHelper output)
{
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
