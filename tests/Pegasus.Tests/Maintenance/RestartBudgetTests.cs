using Nightshift.Clusters;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary>A server that was restarted often is not taken out of service once more; a bot that has only just begun finds that too.</summary>
public class RestartBudgetTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Drain_FourQuickRestartsBefore_IsRefusedBeforeAnythingIsTouched()
    {
        await using var rig = new Rig(output);
        rig.Process(rig.First).StartedAgo = Ago(20, 60, 100, 140, 180);

        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart());

        Assert.Contains("5th restart in a row", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(8, rig.Members(rig.First));
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_RanStablyInBetween_IsAllowed()
    {
        await using var rig = new Rig(output);
        rig.Process(rig.First).StartedAgo = Ago(7000, 7040, 7080, 7120, 7160);
        await rig.Restart();
        await rig.AsBefore();
    }

    [Fact]
    public async Task Drain_NobodyCanTellOfRestarts_IsRefused()
    {
        await using var rig = new Rig(output);
        rig.Process(rig.First).StartedAgo = Reading<IReadOnlyList<TimeSpan>>.Unknown("the host does not tell");

        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => rig.Restart());

        Assert.Contains("the host does not tell", refused.Reason, StringComparison.Ordinal);
        await rig.AsBefore();
    }

    [Fact]
    public async Task MovePrimariesAway_NobodyCanTellOfRestarts_IsAllowedSinceNothingIsRestarted()
    {
        await using var rig = new Rig(output);
        rig.Process(rig.First).StartedAgo = Reading<IReadOnlyList<TimeSpan>>.Unknown("the host does not tell");
        rig.Process(rig.First).NotStartable = "nobody said where it is installed";

        await rig.Server().MovePrimariesAway();

        Assert.Equal(0, rig.Primaries(rig.First));
    }

    private static Reading<IReadOnlyList<TimeSpan>> Ago(params int[] seconds) =>
        Reading<IReadOnlyList<TimeSpan>>.Known([.. seconds.Select(second => TimeSpan.FromSeconds(second))]);
}
