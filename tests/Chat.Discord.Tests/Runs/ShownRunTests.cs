using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

public sealed class ShownRunTests
{
    [Fact]
    public async Task Run_FromPlanToReport_IsShown()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run());
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12").Count == 1 && box.Wall.Titled("Plan for run 12")[0].Reactions.Count == 2);
        var plan = box.Wall.Titled("Plan for run 12")[0];

        box.Runs.Set(box.Runs[12].In(RunState.Running).With(RunSamples.Step(1), RunSamples.Step(2, StepState.Running, waits: "partition 3 of bank.tx catches up, 120 behind")));
        await box.UntilAsync(() => box.Wall.Titled("Run 12").Any(progress => progress.Text.Contains("catches up", StringComparison.Ordinal)));
        var progress = Assert.Single(box.Wall.Titled("Run 12"));

        Assert.Equal(["✅", "❌"], plan.Reactions);
        Assert.Contains(RunSamples.Hash(), plan.Text, StringComparison.Ordinal);
        Assert.Contains("bank.tx: 2 leader(s) move", plan.Text, StringComparison.Ordinal);
        Assert.Contains("▓▓▓▓▓▓░", progress.Text, StringComparison.Ordinal);
        Assert.Contains("expected about 12 min", progress.Text, StringComparison.Ordinal);
        Assert.Contains($"120 behind since <t:{RunSamples.Began.ToUnixTimeSeconds()}:R>", progress.Text, StringComparison.Ordinal);
        Assert.Equal(["press:Pause", "press:Abort"], progress.Now.Buttons[0].Select(button => button.Id));

        box.Runs.Set(box.Runs[12].With(Enumerable.Range(1, 3).Select(i => RunSamples.Step(i, report: i == 3 ? "canary: 9,000 writes to 8 partitions, 0 refused, 0 lost" : null))).In(RunState.Failed) with
        {
            LeftUndone = [new LeftUndone(new StepPath("x"), "auto_failover is off", "/restore failover prod")],
        });
        await box.SettledAsync();

        var report = Assert.Single(box.Wall.Titled("Report of run 12"));
        Assert.Contains("0 lost", report.Text, StringComparison.Ordinal);
        Assert.Contains("waiting for approval: 4 min 0 s", report.Text, StringComparison.Ordinal);
        Assert.Contains("by hand: `/restore failover prod`", report.Text, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(box.Wall.Titled("Run 12")).Now.Buttons);
        Assert.Equal(progress.Id, Assert.Single(box.Wall.Threads).Id);
        Assert.NotEmpty(box.Wall.In(progress.Id));
    }

    [Fact]
    public async Task Plan_Sent_IsNeverChangedButForItsButtons()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run());
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12").Count == 1);
        var plan = box.Wall.Titled("Plan for run 12")[0];
        box.Runs.Set(box.Runs[12] with { Approvals = [new ApprovalView(new PersonId("lena"), RunSamples.Began)] });
        await box.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Single(plan.States);

        box.Runs.Set(box.Runs[12].In(RunState.Running));
        await box.UntilAsync(() => plan.States.Count == 2);

        Assert.Equal(plan.States[0].Embeds[0] with { Fields = [] }, plan.States[1].Embeds[0] with { Fields = [] });
        Assert.Equal(plan.States[0].Embeds[0].Fields, plan.States[1].Embeds[0].Fields);
        Assert.All(plan.States[0].Buttons[0], button => Assert.False(button.IsDisabled));
        Assert.All(plan.States[1].Buttons[0], button => Assert.True(button.IsDisabled));
    }

    [Fact]
    public async Task Drift_BeforeTheStart_IsAnotherMessageThatAloneAsks()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run());
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12").Count == 1);

        box.Runs.Set(box.Runs[12] with { Plan = RunSamples.Plan(hash: 'b'), Drift = ["members: 3 tablets → 4 tablets"] });
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12") is [{ States.Count: 2 }, _]);
        var (old, now) = (box.Wall.Titled("Plan for run 12")[0], box.Wall.Titled("Plan for run 12")[1]);

        await box.KillAsync();
        box.Start();

        Assert.Contains("3 tablets → 4 tablets", now.Text, StringComparison.Ordinal);
        Assert.Equal(RunSamples.Hash('a'), (await box.Messages.FindAsync(RunSamples.Channel, old.Id, default))!.PlanHash);
        Assert.Equal(RunSamples.Hash('b'), (await box.Messages.FindAsync(RunSamples.Channel, now.Id, default))!.PlanHash);
        Assert.Equal(now.Id, Assert.Single(await box.Messages.WaitingAsync(default)).Message);
        Assert.Null(await box.Messages.FindAsync(new Snowflake(9), now.Id, default));
    }

    [Fact]
    public async Task Drift_BeforeANode_AsksAboutTheChange()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Paused, "the cluster changed") with
        {
            ConfirmHash = RunSamples.Hash('c'), Drifts = [new DriftView(new StepPath("b"), RunSamples.Began, ["tablet 2 is gone"], RunSamples.Hash('c'), 1, [])],
        });

        await box.UntilAsync(() => box.Wall.Titled("the cluster changed").Count == 1);
        var message = box.Wall.Titled("the cluster changed")[0];

        Assert.Contains("tablet 2 is gone", message.Text, StringComparison.Ordinal);
        Assert.Equal(["press:Approve", "press:Withdraw"], message.Now.Buttons[0].Select(button => button.Id));
        Assert.Equal(RunSamples.Hash('c'), (await box.Messages.FindAsync(RunSamples.Channel, message.Id, default))!.PlanHash);
    }

    [Fact]
    public async Task Plan_ComesBack_IsAskedAboutAnew()
    {
        await using var box = new ShownBox();
        box.Start();
        foreach (var (hash, plans) in new[] { ('a', 1), ('b', 2), ('a', 3) })
        {
            box.Runs.Set(RunSamples.Run() with { Plan = RunSamples.Plan(hash: hash) });
            await box.UntilAsync(() => box.Wall.Titled("Plan for run 12").Count == plans && box.Wall.Titled("Plan for run 12")[^1].Reactions.Count == 2);
        }

        await box.PassAsync(TimeSpan.FromMinutes(2));
        var all = box.Wall.Titled("Plan for run 12");
        Assert.Equal([true, true, false], all.Select(plan => plan.Now.Buttons[0].All(button => button.IsDisabled)));
        Assert.Equal((all[2].Id, RunSamples.Hash('a')), (await box.Messages.WaitingAsync(default)) is [var on] ? (on.Message, on.PlanHash) : default);
    }

    [Fact]
    public async Task Drift_StoodForAgain_IsAskedAboutAnew()
    {
        await using var box = new ShownBox();
        box.Start();
        var stands = RunSamples.Run().In(RunState.Paused, "the cluster changed") with
        {
            ConfirmHash = RunSamples.Hash('c'), Drifts = [new DriftView(new StepPath("b"), RunSamples.Began, ["tablet 2 is gone"], RunSamples.Hash('c'), 1, [])],
        };
        box.Runs.Set(stands);
        await box.UntilAsync(() => box.Wall.Titled("the cluster changed") is [{ Reactions.Count: 2 }]);
        box.Runs.Set(stands.In(RunState.AwaitingDecision));
        await box.UntilAsync(() => box.Wall.Titled("the cluster changed") is [{ States.Count: 2 }]);

        box.Runs.Set(stands);
        await box.UntilAsync(() => box.Wall.Titled("the cluster changed") is [_, { Reactions.Count: 2 }]);
    }

    [Fact]
    public async Task Unreadable_OneRun_SlowsNoOtherAndIsShownByTheNextStart()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run(1).In(RunState.Running));
        await box.UntilAsync(() => box.Wall.Titled("Run 1 ").Count == 1);
        box.Runs.Unreadable[new RunId(2)] = true;
        box.Runs.Set(RunSamples.Run(2).In(RunState.Succeeded));
        box.Runs.Set(RunSamples.Run(3).In(RunState.Succeeded));
        await box.UntilAsync(() => box.Wall.Titled("Report of run 3").Count == 1);
        await box.KillAsync();

        box.Runs.Unreadable.Clear();
        box.Start();
        await box.UntilAsync(() => box.Wall.Titled("Report of run 2").Count == 1);
    }

    [Fact]
    public async Task FailedStep_IsAskedAboutAndThenDecided()
    {
        await using var box = new ShownBox();
        box.Start();
        var asking = RunSamples.Step(2, StepState.AwaitingDecision, error: "no answer from 127.0.0.1:10922") with { AskedUntil = RunSamples.Began.AddMinutes(30), DefaultDecision = Decision.Abort };
        box.Runs.Set(RunSamples.Run().In(RunState.AwaitingDecision).With(RunSamples.Step(1), asking));
        await box.UntilAsync(() => box.Wall.Titled("a step failed").Count == 1);
        var ask = box.Wall.Titled("a step failed")[0];
        var key = Nightshift.Chat.Discord.Interactions.ButtonId.KeyOf(asking.Path);

        Assert.Equal([$"press:Retry:{key}:1", $"press:Skip:{key}:1", $"press:Abort:{key}:1"], ask.Now.Buttons[0].Select(button => button.Id));
        Assert.Contains("no answer from 127.0.0.1:10922", ask.Text, StringComparison.Ordinal);
        Assert.Contains("abort", ask.Text, StringComparison.Ordinal);

        box.Runs.Set(box.Runs[12].In(RunState.Running).With(RunSamples.Step(1), RunSamples.Step(2, StepState.Running, attempts: 2)));
        await box.UntilAsync(() => ask.States.Count == 2);
        box.Runs.Set(box.Runs[12].In(RunState.AwaitingDecision).With(RunSamples.Step(1), RunSamples.Step(2, StepState.AwaitingDecision, error: "again", attempts: 2)));
        await box.UntilAsync(() => box.Wall.Titled("a step failed").Count == 2);

        Assert.All(ask.Now.Buttons[0], button => Assert.True(button.IsDisabled));
        Assert.Contains("it is tried again", ask.Text, StringComparison.Ordinal);
        Assert.Equal(2, ask.States.Count);
    }

    [Fact]
    public async Task Question_OfAPlaybook_HasItsChoicesAsButtons()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1, StepState.Running) with { Description = "which one?", Choices = ["first @everyone", "второй", "第三", "4", "5", "6"] }));

        await box.UntilAsync(() => box.Wall.Titled("asks").Count == 1);

        Assert.Equal(["first @everyone", "второй", "第三", "4", "5"], box.Wall.Titled("asks")[0].Now.Buttons[0].Select(button => button.Label));
        Assert.Contains("or /answer 12 with: 6", box.Wall.Titled("asks")[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_GrowsOld_GoesOnInANewMessageAndPointsToIt()
    {
        await using var box = new ShownBox { Stride = TimeSpan.FromSeconds(2) };
        box.Start();
        box.Runs.Set(RunSamples.Run(planned: 60).In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));

        await box.PassAsync(TimeSpan.FromMinutes(100));

        var line = box.Wall.Titled("Run 12 ");
        Assert.Equal(3, line.Count);
        Assert.All(line, message => Assert.InRange(message.LastEdit - message.At, TimeSpan.Zero, TimeSpan.FromMinutes(59)));
        Assert.Contains($"/{line[1].Id}", line[0].Text + box.Wall.In(RunSamples.Channel)[0].Text, StringComparison.Ordinal);
        Assert.Empty(line[0].Now.Buttons);
        Assert.Contains($"/{line[2].Id}", line[1].Text, StringComparison.Ordinal);
        Assert.NotEmpty(line[2].Now.Buttons);
    }

    [Fact]
    public async Task Shown_Elsewhere_GoesOnThere()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.In(RunSamples.Channel).Count == 1);
        var other = new Snowflake(501);

        await box.Messages.ShowAsync(new RunId(12), other, default);
        await box.UntilAsync(() => box.Wall.In(other).Count == 1 && box.Wall.In(RunSamples.Channel).Any(message => message.Text.Contains("goes on here", StringComparison.Ordinal)));

        Assert.Contains($"/{box.Wall.In(other)[0].Id}", string.Join('\n', box.Wall.In(RunSamples.Channel).Select(message => message.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_WhileNobodyShowedIt_IsReportedByTheNextStart()
    {
        await using var box = new ShownBox();
        box.Runs.Set(RunSamples.Run(1).In(RunState.Succeeded)); // before there was a channel
        box.Runs.Set(RunSamples.Run(2).In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        box.Start();
        await box.UntilAsync(() => box.Wall.Titled("Run 2 ").Count == 1);
        await box.KillAsync();

        box.Runs.Set(box.Runs[2].With(RunSamples.Step(1)).In(RunState.Succeeded));
        box.Runs.Set(RunSamples.Run(3).With(RunSamples.Step(1)).In(RunState.Succeeded)); // began and ended meanwhile
        box.Start();
        await box.SettledAsync();

        Assert.Equal([0, 1, 1], new[] { "run 1 ", "run 2 ", "run 3 " }.Select(run => box.Wall.Titled($"Report of {run}").Count));
        Assert.Single(box.Wall.Titled("Run 2 "));
    }
}
