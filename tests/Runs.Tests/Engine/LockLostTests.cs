using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Engine;

public class LockLostTests
{
    [Fact]
    public async Task Run_WhoseLockIsTakenAway_StopsActingAndGoesOnWhenItIsFree()
    {
        await using var life = new Life();
        await life.ToAsync(RunState.Running);

        await life.TakeLockAwayAsync();
        var lost = await life.UntilAsync(view => view.Summary.State == RunState.Paused);
        Assert.Equal("lost the lock of cluster demo to run 2 (/restart tablet all) and does nothing until it has it again", lost.Summary.Reason);
        Assert.False((await life.GiveAsync(RunTrigger.Resume)).Accepted);
        life.FinishWork();
        await Task.Delay(100);
        Assert.Equal(RunState.Paused, await life.StateAsync());
        life.GiveLockBack();

        await life.UntilAsync("resumed");
        await life.UntilAsync("step-result");
        Assert.DoesNotContain("step-failed", await life.KindsAsync());
    }
}
