using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Rendering;

public sealed class RenderingTests
{
    [Fact]
    public void Table_WideCharacters_KeepTheColumns()
    {
        var lines = TextRendering.Lines(new Reply.Table("T", ["name", "n"], [["表格", "1"], ["abc", "2"]], "2 rows")).ToList();

        Assert.Equal(["T", "  name  n", "  表格  1", "  abc   2", "2 rows"], lines);
    }

    [Fact]
    public void Table_WithoutRows_HasNoHeadings() => Assert.Equal(["T", "nothing"], TextRendering.Lines(new Reply.Table("T", ["a"], [], "nothing")));

    [Fact]
    public void Plan_Lines_TellWhatIsAtStakeBeforeTheSteps()
    {
        var lines = PlanRendering.Lines(Samples.Plan("tablet b is down")).ToList();

        Assert.Equal("Plan 0123456789ab for prod: /upgrade tablet all", lines[0]);
        Assert.Equal("  risk elevated, expected to take 5 min 0 s", lines[1]);
        Assert.Equal("  cannot be done: tablet b is down", lines[2]);
        Assert.Contains("  bank.tx: 2 leader(s) move, 2 KiB to load", lines);
        Assert.Contains("  holds auto_failover: true → false, put back at the end", lines);
        Assert.Contains("  · stop a", lines);
        Assert.DoesNotContain("  · look", lines);
    }

    [Fact]
    public void Plan_LookThatSawSomething_IsShownWithIt()
    {
        var plan = Samples.Plan() with { Steps = [new PlannedStep("recover/copies", StepKind.Observation, "see which copies are not loaded", ["demo.orders: 8 replicas are not loaded"])] };

        var lines = PlanRendering.Lines(plan).ToList();

        Assert.Contains("  · see which copies are not loaded", lines);
        Assert.Contains("      demo.orders: 8 replicas are not loaded", lines);
    }

    [Fact]
    public void Hold_AtTheValueThatItHas_SaysThatItStays() =>
        Assert.Equal("auto_failover: it is false already and stays so", PlanRendering.Hold(new PlannedHold("auto_failover", "false", "false")));

    [Fact]
    public void Run_Lines_TellWaitsErrorsAndHolds()
    {
        var run = Samples.Run(7, RunState.AwaitingDecision, "prod", Samples.Step("a/stop", StepState.AwaitingDecision, error: "it stays", waits: "waits for process 7 to be gone"), Samples.Step("b", StepState.Done))
            with { Holds = [new HoldView("auto_failover", "true", "false", DateTimeOffset.UnixEpoch)] };

        var lines = RunRendering.Lines(run).ToList();

        Assert.Contains("  ? a/stop: do a/stop (2.0 s; waits for process 7 to be gone; it stays)", lines);
        Assert.Contains("  ✓ b: do b (2.0 s)", lines);
        Assert.Contains("  STILL HELD: auto_failover is false; it was true", RunRendering.EndLines(run));
    }

    [Fact]
    public void Words_EveryStateAndMark_IsKnown()
    {
        Assert.All(Enum.GetValues<RunState>(), state => Assert.NotEmpty(StateWords.Of(state)));
        Assert.All(Enum.GetValues<StepState>(), state => Assert.NotEmpty(RunRendering.Mark(Samples.Step("a", state))));
    }

    [Theory]
    [InlineData("plain 表格 ✓ é", "plain 表格 ✓ é")]
    [InlineData("\u001b[2J\u001b[31mred", "�[2J�[31mred")]
    [InlineData("a\r\nrun 1 succeeded\tx", "a  run 1 succeeded x")]
    [InlineData("\u009b31m\u0007\u0000", "�31m��")]
    [InlineData("user\u202Etxt.exe\u2066", "user�txt.exe�")]
    [InlineData("a\u2028b", "a b")]
    public void Line_ForeignText_CannotMoveTheCursor(string text, string shown) => Assert.Equal(shown, Printable.Line(text));

    [Fact]
    public void Line_HarmlessText_IsTheSame()
    {
        const string text = "👩‍🚀 tablet 10.0.0.1:10921";

        Assert.Same(text, Printable.Line(text));
    }
}
