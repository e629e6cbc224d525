using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Clusters;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Tests.Commands;

public sealed class HoldsCommandTests
{
    private readonly ChatBox _box = new();

    [Fact]
    public async Task Holds_NothingHeldAndNothingLeft_SaysSo()
    {
        Leaks([]);
        var table = Assert.IsType<Reply.Table>(await _box.Say("/holds prod"));
        Assert.Empty(table.Rows);
        Assert.Equal("nothing is held, nothing was left behind", table.Summary);
    }

    [Fact]
    public async Task Holds_LivingRunAndLeaks_TellsBothAndTheCommandThatPutsItRight()
    {
        var run = Samples.Run(7, RunState.Paused) with { Holds = [new HoldView("auto_failover", "true", "false", DateTimeOffset.UnixEpoch)] };
        _box.Runs.ListAsync(0, default).ReturnsForAnyArgs([run.Summary]);
        _box.Runs.FindAsync(default, default).ReturnsForAnyArgs(run);
        Leaks([new Leak("db1:/opt/.stat", "pre-upgrade left it", null, "its leaders are moved home", "/tidy openmldb --on prod"), new Leak("run 3", "nobody can read it", null, "look at it")], "host db2 could not be looked at");

        var table = Assert.IsType<Reply.Table>(await _box.Say("/holds prod"));

        Assert.Equal(["held", "left behind", "left behind", "unknown"], table.Rows.Select(row => row[0]));
        Assert.Equal("false, true before, by run 7 (/upgrade tablet all)", table.Rows[0][2]);
        Assert.Equal("1970-01-01 00:00:00", table.Rows[0][3]);
        Assert.Equal("its leaders are moved home: /tidy openmldb --on prod", table.Rows[1][4]);
        Assert.Equal("look at it", table.Rows[2][4]);
        Assert.Equal("1 setting(s) held, 2 thing(s) left behind, 1 not seen; /tidy openmldb --on prod shows a plan that puts it right", table.Summary);
        await _box.Prod.Received().LeaksAsync(Arg.Is<RunsOfCluster>(known => known.UnderWay.Count == 1), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Holds_ClusterThatIsNotTheirs_IsRefused() => Assert.NotEmpty(await _box.Refusal("/holds test"));

    private void Leaks(IReadOnlyList<Leak> leaks, params string[] unseen) => _box.Prod.LeaksAsync(null!, default).ReturnsForAnyArgs(new LeakReport(leaks, unseen));
}
