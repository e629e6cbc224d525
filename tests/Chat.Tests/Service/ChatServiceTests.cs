using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Clusters;
using Nightshift.Runs;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Chat.Tests.Service;

public sealed class ChatServiceTests
{
    private readonly ChatBox _box = new();

    [Fact]
    public async Task Say_UnknownPerson_IsRefusedBeforeAnythingIsRead() =>
        Assert.Equal("'mallory' is not among the configured people; ask for an entry under Nightshift:People", await _box.Refusal("/status \u001b", "mallory"));

    [Fact]
    public async Task Say_WithoutTheRight_NamesWhoMay()
    {
        Assert.Equal("oncall may not status; these may: operator", await _box.Refusal("/status prod", "oncall"));
        Assert.Equal("operator may not tables on test; nobody may, by the configured rights", await _box.Refusal("/tables test"));
        Assert.Equal("operator may not upgrade tablet on test; nobody may, by the configured rights", await _box.Refusal("/upgrade tablet all 0.9.3 --on test"));
    }

    [Theory]
    [InlineData("/statsu", "there is no command '/statsu'; did you mean '/status'?")]
    [InlineData("/upgarde tablet all", "there is no command '/upgarde'; did you mean '/upgrade tablet'?")]
    [InlineData("/完全不同的命令", "there is no command '/完全不同的命令'; /help lists them")]
    public async Task Say_WrongCommand_SuggestsTheNearest(string text, string expected) => Assert.Equal(expected, await _box.Refusal(text));

    [Fact]
    public async Task Say_LongNonsense_IsNotEchoedWhole() => Assert.InRange((await _box.Refusal("/" + new string('x', 3000))).Length, 40, 120);

    [Fact]
    public async Task Say_ClusterThatCannotBeRead_IsAFailureAndNotARefusal()
    {
        _box.Prod.StatusAsync(default).ThrowsAsyncForAnyArgs(new TimeoutException("no answer from zk1"));

        Assert.Equal("/status failed: no answer from zk1", Assert.IsType<Reply.Failure>(await _box.Say("/status prod")).Content);
    }

    [Fact]
    public async Task Say_TimeoutInside_IsAFailureAndNotACancellation()
    {
        _box.Prod.StatusAsync(default).ThrowsAsyncForAnyArgs(new TaskCanceledException("timed out"));

        Assert.IsType<Reply.Failure>(await _box.Say("/status prod"));
    }

    [Fact]
    public async Task Say_Cancelled_IsThrown()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        _box.Prod.StatusAsync(default).ThrowsAsyncForAnyArgs(new OperationCanceledException());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _box.Service.SayAsync(Samples.Operator.Id, "cli", "/status prod", cancellation.Token));
    }

    [Fact]
    public async Task Say_ChineseReason_ReachesTheRunUnchanged()
    {
        _box.Runs.FindAsync(new RunId(7), default).ReturnsForAnyArgs(Samples.Run(7));
        _box.Runs.RejectAsync(default, default, "", default).ReturnsForAnyArgs(Answer.Yes("rejected"));

        Assert.Equal("rejected", Assert.IsType<Reply.Text>(await _box.Say("/reject 7 现在不行,等到早上", "oncall")).Content);

        await _box.Runs.Received().RejectAsync(new RunId(7), Samples.OnCall.Id, "现在不行,等到早上", Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("/status <script>alert(1)</script>")]
    [InlineData("/status ../../etc/passwd")]
    [InlineData("/run 99999999999999999999")]
    [InlineData("/run -1")]
    [InlineData("/status prod; rm -rf /")]
    [InlineData("/upgrade tablet --on")]
    [InlineData("/upgrade tablet --on prod --on=test")]
    [InlineData("/plan /")]
    [InlineData("/plan plan upgrade tablet all")]
    [InlineData("/")]
    [InlineData("/\"\"")]
    public async Task Say_Hostile_IsRefused(string text)
    {
        Assert.IsType<Reply.Refusal>(await _box.Say(text));
        await _box.Runs.DidNotReceiveWithAnyArgs().SubmitAsync(default!, default!, default!, default);
    }

    [Fact]
    public async Task Say_PlanWithObstacles_IsShownAndNotSubmitted()
    {
        _box.Runs.PlanAsync(default!, default).ReturnsForAnyArgs(Samples.Plan("tablet is down"));

        Assert.Single(Assert.IsType<Reply.PlanOnly>(await _box.Say("/upgrade tablet all 0.9.3 --on prod")).Plan.Obstacles);
        await _box.Runs.DidNotReceiveWithAnyArgs().SubmitAsync(default!, default!, default!, default);
    }

    [Fact]
    public async Task Say_GoodPlan_IsSubmittedWithWhatWasTyped()
    {
        _box.Runs.PlanAsync(default!, default).ReturnsForAnyArgs(Samples.Plan());
        _box.Runs.SubmitAsync(default!, default!, default!, default).ReturnsForAnyArgs(new RunId(5));

        Assert.Equal(new RunId(5), Assert.IsType<Reply.Run>(await _box.Say("/upgrade tablet all 0.9.3 --on prod --mon")).Id);

        await _box.Runs.Received().SubmitAsync(
            Arg.Is<RunRequest>(request => request.Cluster == "prod" && request.Command == "/upgrade tablet all 0.9.3 --on prod --mon" && request.RequestedBy == Samples.Operator.Id),
            Arg.Any<Plan>(), Arg.Any<ApprovalPolicy>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task React_Approve_AsksForTheRightOnTheRunsCluster()
    {
        _box.Runs.FindAsync(new RunId(7), default).ReturnsForAnyArgs(Samples.Run(7, cluster: "test"));

        Assert.Equal("oncall may not approve on test; nobody may, by the configured rights", (await React(Reaction.Approve)).Sentence);
        await _box.Runs.DidNotReceiveWithAnyArgs().ApproveAsync(default, default, "", default);
    }

    [Fact]
    public async Task React_Approve_PassesTheHashThatWasSeen()
    {
        _box.Runs.FindAsync(new RunId(7), default).ReturnsForAnyArgs(Samples.Run(7));
        _box.Runs.ApproveAsync(default, default, "", default).ReturnsForAnyArgs(Answer.Yes("approved"));

        Assert.True((await React(Reaction.Approve)).Accepted);
        await _box.Runs.Received().ApproveAsync(new RunId(7), Samples.OnCall.Id, "seen", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task React_RunThatStandsForAChange_ItsMessageNamesTheChange()
    {
        _box.Runs.FindAsync(new RunId(7), default).ReturnsForAnyArgs(Samples.Run(7, RunState.Paused) with { ConfirmHash = "seen" });
        _box.Runs.WithdrawAsync(default, default, default).ReturnsForAnyArgs(Answer.Yes("taken back"));
        _box.Runs.ApproveAsync(default, default, "", default).ReturnsForAnyArgs(Answer.Yes("confirmed"));

        Assert.True((await _box.Service.ReactAsync(Samples.Operator.Id, new RunId(7), Reaction.Withdraw, "seen", default)).Accepted);
        Assert.Contains("of another plan", (await _box.Service.ReactAsync(Samples.Operator.Id, new RunId(7), Reaction.Withdraw, Samples.Hash, default)).Sentence, StringComparison.Ordinal);
        Assert.Equal(
            "run 7 does not ask about its plan any more but about a change of its cluster; look at it with /run 7, then give /approve 7 seen", await _box.Refusal("/approve 7", "oncall"));
        await _box.Say("/approve 7 seen-by-me", "oncall");
        await _box.Runs.DidNotReceive().ApproveAsync(new RunId(7), Samples.OnCall.Id, "seen", Arg.Any<CancellationToken>());
        await _box.Service.ReactAsync(Samples.OnCall.Id, new RunId(7), Reaction.Approve, "seen", default);
        await _box.Runs.Received().ApproveAsync(new RunId(7), Samples.OnCall.Id, "seen", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task React_UnknownRunPersonOrBrokenStore_IsASentence()
    {
        Assert.Equal("there is no run 7", (await React(Reaction.Abort)).Sentence);
        Assert.False((await _box.Service.ReactAsync(new PersonId("mallory"), new RunId(7), Reaction.Abort, "", default)).Accepted);
        _box.Runs.FindAsync(default, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("disk full"));
        var faulted = await React(Reaction.Abort);
        Assert.True(faulted.IsFault());
        Assert.StartsWith("abort of run 7 could not be done", faulted.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("disk full", faulted.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task React_EveryReaction_AsksForACommandThatExists()
    {
        foreach (var reaction in Enum.GetValues<Reaction>()) Assert.Contains(reaction.CommandWord(), (await _box.Table.AllAsync(default)).Select(command => command.Words));
    }

    private Task<Answer> React(Reaction reaction) => _box.Service.ReactAsync(Samples.OnCall.Id, new RunId(7), reaction, "seen", default);
}
