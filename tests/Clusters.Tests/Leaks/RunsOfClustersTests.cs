using Nightshift.Runs;
using Nightshift.Runs.Journal;
using NSubstitute;

namespace Nightshift.Clusters.Tests.Leaks;

public sealed class RunsOfClustersTests
{
    private readonly IRuns _runs = Substitute.For<IRuns>();

    [Fact]
    public async Task Read_RunsOfSeveralStatesAndClusters_SortsThem()
    {
        Are(
            Guards.Runs.View(9, RunState.AwaitingApproval), Guards.Runs.View(8, RunState.Paused), Guards.Runs.View(7, RunState.Failed, cluster: "test"), Guards.Runs.View(6, RunState.Failed),
            Guards.Runs.View(5, RunState.Succeeded), Guards.Runs.View(4, RunState.Failed));
        var read = await ReadAsync();
        Assert.Equal([8], read.UnderWay.Select(run => run.Summary.Id.Value));
        Assert.Equal([4, 6], read.Failed.Select(run => run.Summary.Id.Value));
    }

    [Fact]
    public async Task Read_TidiedUpSince_ForgetsWhatFailedBefore()
    {
        Are(
            Guards.Runs.View(6, RunState.Failed), Guards.Runs.View(5, RunState.Succeeded, "/tidy openmldb", "openmldb/tidy.csx"), Guards.Runs.View(4, RunState.Failed));
        Assert.Equal([6], (await ReadAsync()).Failed.Select(run => run.Summary.Id.Value));
    }

    [Fact]
    public async Task Read_TidyingFailed_ForgetsNothing()
    {
        Are(Guards.Runs.View(5, RunState.Failed, "/tidy openmldb", "openmldb/tidy.csx"), Guards.Runs.View(4, RunState.Failed));
        Assert.Equal([4, 5], (await ReadAsync()).Failed.Select(run => run.Summary.Id.Value));
    }

    [Fact]
    public async Task Read_UnreadableJournal_IsNamed()
    {
        Are(Guards.Runs.View(4, RunState.Running));
        _runs.FindAsync(new RunId(4), default).ReturnsForAnyArgs(Task.FromException<RunView?>(new UnreadableJournalException(new RunId(4), "event 3 was changed")));
        var read = await ReadAsync();
        Assert.Empty(read.UnderWay);
        Assert.Contains("event 3 was changed", Assert.Single(read.Unreadable).Reason, StringComparison.Ordinal);
    }

    private Task<RunsOfCluster> ReadAsync() => new RunsOfClusters(() => _runs).ReadAsync("prod", default);

    private void Are(params RunView[] views)
    {
        _runs.ListAsync(0, default).ReturnsForAnyArgs([.. views.Select(view => view.Summary)]);
        _runs.FindAsync(default, default).ReturnsForAnyArgs(call => views.FirstOrDefault(view => view.Summary.Id == call.Arg<RunId>()));
    }
}
