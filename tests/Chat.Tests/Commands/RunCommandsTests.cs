using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Tests.Commands;

public sealed class RunCommandsTests
{
    private readonly ChatBox _box = new();

    public RunCommandsTests()
    {
        _box.Runs.FindAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(Samples.Run(7));
        _box.Runs.FindAsync(new RunId(8), Arg.Any<CancellationToken>()).Returns(Samples.Run(8, cluster: "test"));
        _box.Runs.ApproveAsync(default, default, "", default).ReturnsForAnyArgs(Answer.Yes("approved"));
        _box.Runs.AbortAsync(default, default, false, default).ReturnsForAnyArgs(Answer.Yes("stops"));
        _box.Runs.DecideAsync(default, default, default, null, default).ReturnsForAnyArgs(Answer.No("nothing asks"));
    }

    [Theory]
    [InlineData("/approve 7", Samples.Hash)]
    [InlineData("/approve #7 01234567", Samples.Hash)]
    [InlineData("/approve 7 0123456789ABCDEF", Samples.Hash)]
    [InlineData("/approve 7 0123456", "0123456")]
    [InlineData("/approve 7 fedcba98", "fedcba98")]
    public async Task Approve_ShortHash_IsCompletedOnlyIfItIsThatPlans(string text, string hash)
    {
        await _box.Say(text, "oncall");

        await _box.Runs.Received().ApproveAsync(new RunId(7), Samples.OnCall.Id, hash, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("/approve 8")]
    [InlineData("/abort 8 now")]
    [InlineData("/reject 8 no")]
    [InlineData("/run 8")]
    public async Task Control_RunOfAnotherCluster_AsksForTheRightThere(string text)
    {
        Assert.Contains("on test; nobody may", await _box.Refusal(text, "oncall"), StringComparison.Ordinal);
        Assert.Single(_box.Runs.ReceivedCalls());
    }

    [Fact]
    public async Task Abort_Now_IsPassedOnAndNothingElseIsTaken()
    {
        await _box.Say("/abort 7");
        await _box.Runs.Received().AbortAsync(new RunId(7), Samples.Operator.Id, false, Arg.Any<CancellationToken>());
        await _box.Say("/abort 7 now");
        await _box.Runs.Received().AbortAsync(new RunId(7), Samples.Operator.Id, true, Arg.Any<CancellationToken>());
        Assert.Equal("/abort does not take 'soon'; usage: /abort <run> [now]", await _box.Refusal("/abort 7 soon"));
    }

    [Theory]
    [InlineData("/pause 7", false, null)]
    [InlineData("/pause 7 look at the lag", false, "look at the lag")]
    [InlineData("/pause 7 now", true, null)]
    [InlineData("/pause 7 now look", true, "look")]
    public async Task Pause_NowAndReason_ArePassedOn(string text, bool now, string? reason)
    {
        _box.Runs.PauseAsync(default, default, false, null, default).ReturnsForAnyArgs(Answer.Yes("pauses"));

        Assert.Equal("pauses", Assert.IsType<Reply.Text>(await _box.Say(text)).Content);

        await _box.Runs.Received().PauseAsync(new RunId(7), Samples.Operator.Id, now, reason, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Resume_Anyway_IsPassedOnAndNothingElseIsTaken()
    {
        _box.Runs.ResumeAsync(default, default, false, default).ReturnsForAnyArgs(Answer.Yes("goes on"));

        await _box.Say("/resume 7");
        await _box.Runs.Received().ResumeAsync(new RunId(7), Samples.Operator.Id, false, Arg.Any<CancellationToken>());
        await _box.Say("/resume 7 anyway");
        await _box.Runs.Received().ResumeAsync(new RunId(7), Samples.Operator.Id, true, Arg.Any<CancellationToken>());
        Assert.Equal("/resume does not take 'now'; usage: /resume <run> [anyway]", await _box.Refusal("/resume 7 now"));
    }

    [Fact]
    public async Task Answer_Choice_IsPassedOnWithItsStep()
    {
        var asking = Samples.Run(7);
        asking = asking with { Steps = [new StepView(new StepPath("ask go on?"), StepKind.Gate, "go on?", StepState.AwaitingDecision, false, false, [], null, null, null, []) { Choices = ["yes", "wait"] }] };
        _box.Runs.FindAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(asking);
        _box.Runs.AnswerAsync(default, default, "", null, default).ReturnsForAnyArgs(Answer.Yes("answers"));

        await _box.Say("/answer 7 yes");
        await _box.Runs.Received().AnswerAsync(new RunId(7), Samples.Operator.Id, "yes", null, Arg.Any<CancellationToken>());
        await _box.Say("/answer 7 wait ask go on?");
        await _box.Runs.Received().AnswerAsync(new RunId(7), Samples.Operator.Id, "wait", new StepPath("ask go on?"), Arg.Any<CancellationToken>());
        Assert.Equal("say which answer: /answer <run> <choice> [step]; the choices are yes, wait", await _box.Refusal("/answer 7"));
        await _box.Service.ReactAsync(Samples.Operator.Id, new RunId(7), Nightshift.Chat.Service.Reaction.Answer2, "", default);
        await _box.Runs.Received().AnswerAsync(new RunId(7), Samples.Operator.Id, "wait", new StepPath("ask go on?"), Arg.Any<CancellationToken>());
        Assert.False((await _box.Service.ReactAsync(Samples.Operator.Id, new RunId(7), Nightshift.Chat.Service.Reaction.Answer3, "", default)).Accepted);
    }

    [Fact]
    public async Task Approve_OfAChangeOfTheCluster_NamesTheChange()
    {
        _box.Runs.FindAsync(new RunId(7), Arg.Any<CancellationToken>()).Returns(Samples.Run(7) with { ConfirmHash = "fedcba9876543210" });

        await _box.Say("/approve 7 fedcba98", "oncall");

        await _box.Runs.Received().ApproveAsync(new RunId(7), Samples.OnCall.Id, "fedcba9876543210", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Decide_Step_IsNamedByTheRest()
    {
        Assert.Equal("nothing asks", await _box.Refusal("/retry 7 a:1/stop it"));
        await _box.Runs.Received().DecideAsync(new RunId(7), Samples.Operator.Id, Decision.Retry, new StepPath("a:1/stop it"), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("/approve", "usage: /approve <run> [plan hash]; /runs lists the runs")]
    [InlineData("/approve x", "usage: /approve <run> [plan hash]; /runs lists the runs")]
    [InlineData("/approve 9", "there is no run 9; /runs lists them")]
    [InlineData("/reject 7", "say why: /reject <run> <reason>")]
    [InlineData("/runs 7", "/runs takes no arguments; /run <number> shows one")]
    public async Task Control_WrongArguments_SaysHow(string text, string expected) => Assert.Equal(expected, await _box.Refusal(text, "oncall"));

    [Fact]
    public async Task Runs_List_HasOnlyThoseOfClustersWithTheRight()
    {
        _box.Runs.ListAsync(0, default).ReturnsForAnyArgs([Samples.Summary(8, cluster: "test"), Samples.Summary(7)]);

        Assert.Equal(["7"], Assert.IsType<Reply.Table>(await _box.Say("/runs", "oncall")).Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task Help_ForAPerson_ListsOnlyTheirCommands()
    {
        Assert.Equal(["/help [command]"], Assert.IsType<Reply.Table>(await _box.Say("/help", "guest")).Rows.Select(row => row[0]));
        Assert.Equal("there is no command '/upgrade tablet' for you; /help lists them", await _box.Refusal("/help upgrade tablet", "guest"));
        Assert.Contains("--version", string.Join(' ', Assert.IsType<Reply.Table>(await _box.Say("/help /upgrade tablet")).Rows.SelectMany(row => row)), StringComparison.Ordinal);
    }
}
