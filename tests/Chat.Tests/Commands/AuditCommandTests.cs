using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Tests.Commands;

public sealed class AuditCommandTests
{
    private readonly ChatBox _box = new();

    [Fact]
    public async Task Audit_Latest_ShowsOnlyClustersWithTheRightAndAtMost50()
    {
        _box.History.LatestAsync(0, default).ReturnsForAnyArgs(
            [Line("test", "secret of test"), .. Enumerable.Range(0, 60).Select(i => Line(i % 2 == 0 ? "prod" : null, $"attempt {i}"))]);

        var table = Assert.IsType<Reply.Table>(await _box.Say("/audit"));

        Assert.Equal(50, table.Rows.Count);
        Assert.DoesNotContain(table.Rows, row => row.Contains("secret of test"));
        Assert.Equal(["1970-01-01 00:00:00", "stranger", "web:ops", "refused", "upgrade", "prod", "7", "attempt 0"], table.Rows[0]);
        Assert.Equal("the latest 50, the newest first; 'audit export' on the command line writes all", table.Summary);
    }

    [Fact]
    public async Task Audit_Nothing_SaysSo()
    {
        _box.History.LatestAsync(0, default).ReturnsForAnyArgs([]);
        Assert.Equal("nothing was recorded yet", Assert.IsType<Reply.Table>(await _box.Say("/audit")).Summary);
    }

    [Fact]
    public async Task Audit_Run_ShowsItsLastEventsAndHowToGetAll()
    {
        _box.History.HistoryAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(History(60, null));

        var table = Assert.IsType<Reply.Table>(await _box.Say("/audit 7"));

        Assert.Equal(50, table.Rows.Count);
        Assert.Equal(["60", "1970-01-01 00:01:00", "oncall", "said", "line 60"], table.Rows[^1]);
        Assert.Equal("the last 50 of 60 events; 'audit export 7' on the command line writes all", table.Summary);
    }

    [Fact]
    public async Task Audit_ChangedRun_SaysSo()
    {
        _box.History.HistoryAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(History(3, "event 2 is missing"));
        Assert.Equal("3 events; NOT AS IT WAS WRITTEN, or not readable: event 2 is missing", Assert.IsType<Reply.Table>(await _box.Say("/audit #7")).Summary);
    }

    [Theory]
    [InlineData("/audit 9", "there is no run 9; /runs lists them")]
    [InlineData("/audit x", "'x' is not the number of a run; /runs lists them")]
    [InlineData("/audit 7 8", "usage: /audit [run]")]
    [InlineData("/audit 8", "operator may not audit on test; nobody may, by the configured rights")]
    public async Task Audit_WrongRequest_IsRefused(string text, string expected)
    {
        _box.History.HistoryAsync(new RunId(8), Arg.Any<CancellationToken>()).Returns(History(3, null) with { Summary = Samples.Summary(8, cluster: "test") });
        Assert.Equal(expected, await _box.Refusal(text));
    }

    [Fact]
    public async Task Audit_WithoutTheRight_IsRefused() => Assert.StartsWith("guest may not audit", await _box.Refusal("/audit", "guest"), StringComparison.Ordinal);

    [Fact]
    public async Task Run_WithHistory_ShowsAttemptsRefusalsAndWhereTheTimeWent()
    {
        var step = Samples.Step("a/stop", StepState.Done);
        var view = Samples.Run(7, RunState.Succeeded) with
        {
            Approvals = [new ApprovalView(Samples.OnCall.Id, DateTimeOffset.UnixEpoch)],
            Steps = [step with { Attempts = [new StepAttemptView(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(3), "no answer"), new StepAttemptView(2, DateTimeOffset.UnixEpoch.AddSeconds(4), DateTimeOffset.UnixEpoch.AddSeconds(6), null)] }],
        };
        _box.Runs.FindAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(view);
        var times = new RunTimes(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(100), Sec(20), Sec(30), Sec(5), Sec(40), Sec(0), Sec(0), Sec(0), Sec(0), Sec(5), []);
        _box.History.HistoryAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(
            History(2, null) with { Times = times, Events = [new EventLine(5, DateTimeOffset.UnixEpoch, "command-refused", "operator", "refused approve: somebody else has to")] });

        var lines = RunRendering.Lines(view, Assert.IsType<Reply.RunDetails>(await _box.Say("/run 7")).History).ToList();

        Assert.EndsWith("approved by oncall at 1970-01-01 00:00:00 UTC", lines[2], StringComparison.Ordinal);
        Assert.Contains("      attempt 1 at 1970-01-01 00:00:00 UTC (3.0 s): no answer", lines);
        Assert.Contains("  1970-01-01 00:00:00 UTC operator: refused approve: somebody else has to", lines);
        Assert.Contains(
            "  1 min 40 s in all: the cluster's work 55 s (changing 20 s, waiting for it 30 s, reading 5.0 s), our overhead 5.0 s, waiting for approval 40 s", lines);
    }

    private static TimeSpan Sec(int seconds) => TimeSpan.FromSeconds(seconds);

    private static AuditLine Line(string? cluster, string what) =>
        new(DateTimeOffset.UnixEpoch, "stranger", "web:ops", "upgrade", AuditOutcome.Refused, what, cluster, new RunId(7));

    private static RunHistory History(int events, string? fault) => new(
        Samples.Summary(7), [.. Enumerable.Range(1, events).Select(i => new EventLine(i, DateTimeOffset.UnixEpoch.AddSeconds(i), "said", "oncall", $"line {i}"))], null, fault);
}
