using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Clusters.Tests.Leaks;

public sealed class LeakLookTests
{
    private static readonly RunsOfCluster Quiet = RunsOfCluster.None;
    private readonly IRunsOfClusters _runs = Substitute.For<IRunsOfClusters>();
    private readonly ICluster _cluster = Substitute.For<ICluster>();

    public LeakLookTests()
    {
        _cluster.Name.Returns("prod");
        _cluster.LeaksAsync(Quiet, default).ReturnsForAnyArgs(call => new LeakReport([], [$"{call.Arg<RunsOfCluster>().UnderWay.Count} under way"]));
    }

    [Fact]
    public async Task At_NothingBegins_LooksOnce()
    {
        _runs.ReadAsync("prod", default).ReturnsForAnyArgs(Quiet);

        Assert.Equal(["0 under way"], (await LeakLook.AtAsync(_cluster, _runs, default)).Report.Unseen);
        await _cluster.ReceivedWithAnyArgs(1).LeaksAsync(Quiet, default);
    }

    [Fact]
    public async Task At_ARunBeginsMeanwhile_LooksAgainWithItKnown()
    {
        var busy = Quiet with { UnderWay = [Guards.Runs.View(1, RunState.Running)] };
        _runs.ReadAsync("prod", default).ReturnsForAnyArgs(Quiet, busy);

        var (runs, report) = await LeakLook.AtAsync(_cluster, _runs, default);

        Assert.Equal(["1 under way"], report.Unseen);
        Assert.Same(busy, runs);
    }

    [Fact]
    public async Task At_RunsKeepBeginning_SaysThatItIsNotTold()
    {
        var busy = Quiet with { UnderWay = [Guards.Runs.View(1, RunState.Running)] };
        _runs.ReadAsync("prod", default).ReturnsForAnyArgs(Quiet, busy, Quiet, busy);

        Assert.Contains("ask again", (await LeakLook.AtAsync(_cluster, _runs, default)).Report.Unseen[^1], StringComparison.Ordinal);
    }
}
