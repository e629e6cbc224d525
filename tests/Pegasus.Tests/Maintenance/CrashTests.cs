using Nightshift.Clusters;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary>The program dies somewhere and the run is taken up again: the playbook runs from the top, finished steps are not repeated, and all ends as if nothing had been.</summary>
public class CrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(14)]
    [InlineData(20)]
    [InlineData(24)]
    public async Task Restart_ProgramDiesAtAProposal_IsTakenUpAndEndsWell(int proposal)
    {
        await using var rig = new Rig(output);
        var first = rig.Run;
        var proposals = 0;
        rig.Cluster.OnProposal = (_, _, _) =>
        {
            if (Interlocked.Increment(ref proposals) >= proposal) first.Killed.Cancel();
            first.Killed.Token.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<Exception>(() => rig.Restart(version: new Release("2.5.0", "/nowhere")));
        Assert.True(first.Killed.IsCancellationRequested);
        rig.Cluster.OnProposal = (_, _, _) => { };
        rig.Run = new TestRun(rig.Journal);
        await rig.Restart(version: new Release("2.5.0", "/nowhere"));
        Assert.Equal((2, "2.5.0"), (rig.First.Starts, rig.First.Version));
        await rig.AsBefore();
    }

    [Theory]
    [InlineData("primaries away")]
    [InlineData("secondaries out")]
    [InlineData("close partitions")]
    [InlineData("heal/replicas back")]
    public async Task Restart_StepIsAborted_ComesHome(string step)
    {
        await using var rig = new Rig(output, times: new FakeTimes
        {
            Write = TimeSpan.FromMilliseconds(60), Close = TimeSpan.FromMilliseconds(200), Learn = TimeSpan.FromMilliseconds(200),
        });
        rig.Run.AbortAt = step;
        await Assert.ThrowsAsync<Runs.RunAbandonedException>(() => rig.Restart());
        await rig.AsBefore();
        Assert.Equal(8, rig.Members(rig.First));
    }
}
