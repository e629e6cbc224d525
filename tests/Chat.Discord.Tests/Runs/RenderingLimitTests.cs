using System.Text;
using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

public sealed class RenderingLimitTests
{
    private static readonly ShownSoFar Nothing = new(new Dictionary<string, OutboxEntry>(), new HashSet<string>(), false);
    private static readonly DateTimeOffset Now = RunSamples.Began.AddMinutes(5);

    public static TheoryData<RunState, string, int, string> Cases()
    {
        string[] texts =
        [
            "stop the tablet", "", " \t\n", "停止节点并等待所有副本追上进度，然后恢复设置" + string.Concat(Enumerable.Repeat("很长", 300)), string.Concat(Enumerable.Repeat("😀`*_~|<@1>@everyone[x](y)", 200)), new string('*', 3000), new string('x', 100_000),
        ];
        var cases = new TheoryData<RunState, string, int, string>();
        foreach (var state in Enum.GetValues<RunState>().Where(state => state != RunState.Planned))
            foreach (var text in texts)
                foreach (var (steps, language) in new[] { (0, "en"), (3, "zh-CN"), (1000, text.Length > 50_000 ? "zh-CN" : "en") }) cases.Add(state, text, text.Length > 50_000 ? Math.Min(steps, 60) : steps, language);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Messages_WhateverIsInThem_AreTakenByDiscord(RunState state, string text, int steps, string language)
    {
        var run = Hostile(state, text, steps);
        var (puts, _, told) = RunBoard.Of(run, new RunRecord(RunSamples.Channel), Nothing, null, Now, new RunBoardOptions(new Snowflake(1), language));
        var messages = puts.Select(put => put.Change(null)!).ToList();

        Assert.Contains(puts, put => put.Name == RunNames.Progress(run.Summary.Id, 1));
        foreach (var entry in messages.Where(entry => entry.Kind == OutboxKind.Message))
        {
            MessageLimits.Check(entry.Wanted);
            MessageLimits.Check(MessageMark.On(entry.Wanted, new string('f', 25)));
            var all = string.Join('\n', entry.Wanted.Embeds.SelectMany(embed => embed.Fields.Select(field => field.Value).Append(embed.Description).Append(embed.Title)));
            Assert.DoesNotContain("@everyone", WithoutCode(all), StringComparison.Ordinal);
        }

        Assert.All(messages.Where(entry => entry.Kind == OutboxKind.Thread), thread => Assert.InRange(thread.Wanted.Content.Length, 1, 100));
        Assert.Equal(run.Steps.Count(step => step.State != StepState.Running), told.Count);
    }

    [Fact]
    public void Progress_OfAThousandSteps_ShowsWhatCountsAndCountsTheRest()
    {
        var steps = Enumerable.Range(1, 1000).Select(i => RunSamples.Step(i, i switch { 17 => StepState.AwaitingDecision, > 998 => StepState.Running, _ => StepState.Done }));
        var run = RunSamples.Run(planned: 1200).In(RunState.AwaitingDecision).With(steps);

        var text = ProgressMessage.Of(run, Now, null, null, Nightshift.Chat.Discord.Texts.RunTexts.English).Embeds[0].Fields.Single(field => field.Name == "Steps").Value;
        var lines = text.Split('\n');

        Assert.Equal("✓ 990 earlier steps", lines[0]);
        Assert.StartsWith("? stop the tablet 17", lines[1], StringComparison.Ordinal);
        Assert.Contains("… stop the tablet 1000", lines);
        Assert.Equal("198 more to come", lines[^1]);
        Assert.Equal(14, lines.Length);
    }

    [Fact]
    public void Detail_LogOfAHundredThousandCharacters_IsAFile()
    {
        var log = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"line {i:0000}\n"));
        var detail = Assert.Single(StepDetail.Of(RunSamples.Run().With(RunSamples.Step(1, StepState.Abandoned, error: log)), new HashSet<string>(), Nightshift.Chat.Discord.Texts.RunTexts.English));

        Assert.InRange(log.Length, 100_000, 200_000);
        Assert.EndsWith("the whole of it in the file", detail.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("line 9999\n", Encoding.UTF8.GetString(detail.Log!.Content.Span), StringComparison.Ordinal);
        Assert.InRange(string.Join('\n', detail.Lines).Length, 1, 2000);
    }

    [Fact]
    public void Bar_Steps_AreTwentyBoxes()
    {
        Assert.Equal("▓▓▓▓▓░░░░░░░░░░░░░░░", ProgressMessage.Bar(15, 60));
        Assert.Equal(new string('░', 20), ProgressMessage.Bar(0, 0));
        Assert.Equal(new string('▓', 20), ProgressMessage.Bar(70, 60));
    }

    [Fact]
    public void Plan_InChinese_HasChineseHeadings()
    {
        var text = string.Join('\n', PlanMessage.Of(RunSamples.Run(), [], Nightshift.Chat.Discord.Texts.RunTexts.Chinese).Embeds.SelectMany(embed => embed.Fields.Select(field => $"{field.Name}\n{field.Value}").Prepend(embed.Description).Prepend(embed.Title)));

        Assert.Contains("任务 12 的执行计划 · 较高风险", text, StringComparison.Ordinal);
        Assert.Contains("需要 1 人批准（角色 oncall）", text, StringComparison.Ordinal);
        Assert.Contains("迁移 2 个主副本", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WithMoreThanItHasRoomFor_HasItAllAsAFile()
    {
        var commands = Enumerable.Range(1, 60).Select(i => $"/restore replica {i} --of {new string('x', 60)}").Append(new string('y', 600)).ToList();
        var run = RunSamples.Run().In(RunState.Failed) with { LeftUndone = [.. commands.Select(command => new LeftUndone(new StepPath("x"), "a replica is away", command))] };

        var report = ReportMessage.Of(run, null, Nightshift.Chat.Discord.Texts.RunTexts.English);

        var text = Encoding.UTF8.GetString(Assert.Single(report.Files).Content.Span);
        Assert.All(commands, command => Assert.Contains($"by hand: {command}\n", text + '\n', StringComparison.Ordinal));
        MessageLimits.Check(report);
        Assert.Empty(ReportMessage.Of(run with { LeftUndone = [run.LeftUndone[0]] }, null, Nightshift.Chat.Discord.Texts.RunTexts.English).Files);
        Assert.Single(ReportMessage.Of(run with { LeftUndone = [run.LeftUndone[^1]] }, null, Nightshift.Chat.Discord.Texts.RunTexts.English).Files);
    }

    [Fact]
    public void Progress_BlankSayings_HideNoOther()
    {
        var run = RunSamples.Run().In(RunState.Running) with { Said = ["the cluster is read-only", "", " ", "\n"] };

        var fields = ProgressMessage.Of(run, Now, null, null, Nightshift.Chat.Discord.Texts.RunTexts.English).Embeds[0].Fields;

        Assert.Equal("the cluster is read-only", fields.Single(field => field.Name == "Said").Value);
        Assert.DoesNotContain(ProgressMessage.Of(run with { Said = [""] }, Now, null, null, Nightshift.Chat.Discord.Texts.RunTexts.English).Embeds[0].Fields, field => field.Name == "Said");
    }

    private static RunView Hostile(RunState state, string text, int steps)
    {
        var run = RunSamples.Run(state: RunState.AwaitingApproval).In(state, text);
        return run with
        {
            Summary = run.Summary with { Command = $"/upgrade {text}", Cluster = text, RequestedBy = new PersonId(text) },
            Plan = RunSamples.Plan(steps, text: text) with
            {
                Risks = [.. Enumerable.Repeat(new PlannedRisk(RiskTier.High, text), 40)], Obstacles = [text, text], Impacts = [.. Enumerable.Range(0, 300).Select(i => new PlanImpact($"{text}{i}", PartitionsAway: 1))],
                Holds = [.. Enumerable.Range(0, 60).Select(i => new PlannedHold($"{i}{text}", text, text))],
            },
            Steps = [.. Enumerable.Range(1, steps).Select(i => RunSamples.Step(i, (StepState)(i % 5), text, i % 2 == 0 ? text : null, text) with
            {
                Path = new StepPath(text).Child($"{i}"), Description = text, Notes = [text, text], Choices = i % 7 == 0 ? [text, text + "2"] : [], AskedUntil = Now,
            })],
            Holds = [.. Enumerable.Repeat(new HoldView(text, text, text, Now), 30)],
            Said = [.. Enumerable.Repeat(text, 50)],
            Pause = new PauseView(new PersonId(text), Now, text, false, []),
            Drifts = [.. Enumerable.Repeat(new DriftView(new StepPath("x"), Now, [text, text], RunSamples.Hash('c'), 1, []), 20)],
            GuardViolations = [.. Enumerable.Repeat(new GuardViolationView(text, text, Now, null, false), 20)],
            LeftUndone = [.. Enumerable.Repeat(new LeftUndone(new StepPath("x"), text, text), 30)],
            Drift = [.. Enumerable.Repeat(text, 50)],
            Request = run.Request with { BreakGlass = text },
        };
    }

    /// <summary>Inside of code nothing is read as a mention.</summary>
    private static string WithoutCode(string text) => string.Concat(text.Replace("\\`", "", StringComparison.Ordinal).Split('`').Where((_, at) => at % 2 == 0));
}
