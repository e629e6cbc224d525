using System.Text.Json;
using Nightshift.Bot.Output;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Chat.Replies;
using Nightshift.Runs;
using Spectre.Console;

namespace Nightshift.Bot.Tests.Output;

public sealed class OutputTests : IDisposable
{
    private const string Evil = "\u001b[2J\u001b]0;title\u0007evil\nrun 7 succeeded\u009b1m\u202E";
    private readonly StringWriter _text = new() { NewLine = "\n" };

    public static TheoryData<string> Kinds => ["plain", "json", "live"];

    public void Dispose() => _text.Dispose();

    [Fact]
    public void Json_Run_IsOneObjectALine()
    {
        using (var output = new JsonOutput(_text))
        {
            output.Submitted(SampleRuns.Run(RunState.Queued));
            output.Note("approved");
            output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("a/stop", StepState.Running, waits: "pid 7 to be gone")]);
            output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("a/stop", StepState.Done, waits: "pid 7 to be gone", report: "停止了 pid 7")]);
            output.Said(SampleRuns.Run(RunState.Running), "half done");
            output.Ended(SampleRuns.Run(RunState.Succeeded));
        }

        Assert.Equal(
            """
            {"run":7,"event":"submitted","cluster":"prod","command":"/restart tablet all","planHash":"0123456789abcdef","tier":"low","needs":"needs 1 approval, not by the requester"}
            {"event":"note","text":"approved"}
            {"run":7,"event":"step","path":"a/stop","step":"running","kind":"effect","description":"do a/stop","attempt":1,"waitsFor":"pid 7 to be gone"}
            {"run":7,"event":"step","path":"a/stop","step":"done","kind":"effect","description":"do a/stop","attempt":1,"ms":2000,"report":"停止了 pid 7"}
            {"run":7,"event":"said","text":"half done"}
            {"run":7,"event":"ended","state":"succeeded","seconds":90}

            """.ReplaceLineEndings("\n"),
            _text.ToString());
    }

    [Fact]
    public void Json_RunWithSteps_HasTheirPaths()
    {
        using (var output = new JsonOutput(_text))
            output.Reply(new Reply.RunDetails(SampleRuns.Run(RunState.Failed) with { Steps = [SampleRuns.Step("a/stop", StepState.Done)], LeftUndone = [new LeftUndone(new StepPath("a/start"), "start a", "./start.sh")] }));

        var run = JsonDocument.Parse(_text.ToString()).RootElement.GetProperty("run");
        Assert.Equal(7, run.GetProperty("summary").GetProperty("id").GetInt32());
        Assert.Equal("a/stop", run.GetProperty("steps")[0].GetProperty("path").GetString());
        Assert.Equal("./start.sh", run.GetProperty("leftUndone")[0].GetProperty("byHand").GetString());
    }

    [Fact]
    public void Json_Replies_TellTheirKind()
    {
        using (var output = new JsonOutput(_text))
        {
            output.Reply(new Reply.Text("t"));
            output.Reply(new Reply.Refusal("r"));
            output.Reply(new Reply.Failure("f"));
            output.Reply(new Reply.Table("T", ["a", "b"], [["1", "2"]], "s"));
            output.Reply(new Reply.PlanOnly(SampleRuns.Plan));
            output.Reply(new Reply.RunDetails(SampleRuns.Run(RunState.Failed)));
        }

        var lines = _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["text", "refusal", "failure", "table", "plan", "run"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
        Assert.Equal("""{"kind":"table","title":"T","rows":[{"a":"1","b":"2"}],"summary":"s"}""", lines[3]);
    }

    [Fact]
    public void Json_EndedWithHolds_TellsWhatIsStillHeld()
    {
        using (var output = new JsonOutput(_text))
            output.Ended(SampleRuns.Run(RunState.Failed) with { Holds = [new HoldView("auto_failover", "true", "false", DateTimeOffset.UnixEpoch)] });

        var last = JsonDocument.Parse(_text.ToString()).RootElement;
        Assert.Equal("auto_failover", last.GetProperty("held")[0].GetProperty("setting").GetString());
        Assert.Equal("failed", last.GetProperty("state").GetString());
    }

    [Fact]
    public void Json_EndedWithSomethingUndone_TellsTheCommands()
    {
        using (var output = new JsonOutput(_text))
            output.Ended(SampleRuns.Run(RunState.Failed) with { LeftUndone = [new LeftUndone(new StepPath("a/start"), "start a", "bin/start.sh start tablet")] });

        var left = JsonDocument.Parse(_text.ToString()).RootElement.GetProperty("leftUndone")[0];
        Assert.Equal(("a/start", "start a", "bin/start.sh start tablet"), (left.GetProperty("step").GetString(), left.GetProperty("description").GetString(), left.GetProperty("byHand").GetString()));
    }

    [Fact]
    public void Json_HeldByAGuard_TellsWhichAndWhyAndLeavesTheStateToTheLastLine()
    {
        using (var output = new JsonOutput(_text)) output.Stands(Held);

        var line = JsonDocument.Parse(_text.ToString()).RootElement;
        Assert.Equal(("paused", "nightshift", "1 is left"), (line.GetProperty("runState").GetString(), line.GetProperty("pausedBy").GetString(), line.GetProperty("guards")[0].GetProperty("sentence").GetString()));
        Assert.False(line.TryGetProperty("state", out _));
    }

    [Fact]
    public void Plain_HeldByAGuard_SaysWhyInALine()
    {
        using (var output = new PlainOutput(_text)) output.Stands(Held);

        Assert.Equal("! run 7 paused: held: the guard 'enough tablets' is violated: 1 is left\n", _text.ToString());
    }

    private static RunView Held => SampleRuns.Run(RunState.Paused) is var run
        ? run with
        {
            Summary = run.Summary with { Reason = "held: the guard 'enough tablets' is violated: 1 is left" },
            Pause = new PauseView(PersonId.Nightshift, DateTimeOffset.UnixEpoch, "the guard", true, []),
            GuardViolations = [new GuardViolationView("enough tablets", "1 is left", DateTimeOffset.UnixEpoch, null, false)],
        }
        : run;

    [Fact]
    public void Plain_Run_IsOneLineAThing()
    {
        using (var output = new PlainOutput(_text))
        {
            output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("a/stop", StepState.Running, waits: "pid 7 to be gone, 1 s")]);
            output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("a/stop", StepState.Running, waits: "pid 7 to be gone, 2 s")]);
            output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("a/stop", StepState.Done, report: "stopped pid 7"), SampleRuns.Step("b", StepState.Skipped)]);
            output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("c", StepState.AwaitingDecision, error: "it stays"), SampleRuns.Step("d", StepState.Abandoned, error: "given")]);
            output.Ended(SampleRuns.Run(RunState.Succeeded));
        }

        Assert.Equal(
            ["… a/stop: pid 7 to be gone, 1 s", "✓ a/stop: stopped pid 7 (2.0 s)", "- b: skipped", "? c: it stays", "✗ d: given up: given", "run 7 succeeded after 1 min 30 s", ""],
            _text.ToString().Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_ForeignControlCharacters_DoNotReachTheTerminal(string kind)
    {
        using (var output = Create(kind))
        {
            foreach (var reply in new Reply[] { new Reply.Text(Evil), new Reply.Refusal(Evil), new Reply.Failure(Evil), new Reply.Table(Evil, ["a"], [[Evil]], Evil), new Reply.Table(Evil, ["a"], [], Evil) })
                output.Reply(reply);
            var run = SampleRuns.Run(RunState.Failed);
            run = run with { Summary = run.Summary with { Reason = Evil, Command = Evil }, Holds = [new HoldView(Evil, Evil, Evil, DateTimeOffset.UnixEpoch)], Plan = run.Plan with { Obstacles = [Evil] } };
            output.Submitted(run);
            output.Said(run, Evil);
            output.Stands(run);
            output.Note(Evil);
            output.Changed(run, [SampleRuns.Step(Evil, StepState.Done, report: Evil), SampleRuns.Step("x", StepState.AwaitingDecision, error: Evil)]);
            output.Ended(run);
        }

        var written = _text.ToString();
        Assert.Contains("evil", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]", written, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', written);
        Assert.DoesNotContain('\u009b', written);
        if (kind != "live") Assert.DoesNotContain('\u001b', written);

        // An answer may have several lines; what is told of a run has one line a thing, so that nobody forges another.
        if (kind == "plain") Assert.DoesNotContain("\nrun 7 succeeded", written[written.IndexOf("run 7: ", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Live_DisposedWithoutAnEnd_StopsDrawing()
    {
        var output = Create("live");
        output.Changed(SampleRuns.Run(RunState.Running), [SampleRuns.Step("a", StepState.Running)]);

        output.Dispose();
    }

    private IRunOutput Create(string kind) => kind switch
    {
        "plain" => new PlainOutput(_text),
        "json" => new JsonOutput(_text),
        _ => new LiveOutput(
            AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(_text) }), TimeProvider.System),
    };
}
