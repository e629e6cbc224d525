using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Control;

/// <summary>Every cell of the table, against a real run in a real service.</summary>
public class StateTableTests
{
    /// <summary>Long enough for several looks of the service and of the guards.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    public static TheoryData<RunState> States => [.. Enum.GetValues<RunState>()];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Commands_ThatTheTableRefuses_AreRefusedWithItsSentenceAndJournaled(RunState state)
    {
        await using var life = new Life();
        await ReachAsync(life, state);

        foreach (var trigger in Enum.GetValues<RunTrigger>().Where(trigger => trigger.IsCommand() && !RunTransitions.Takes(state, trigger)))
        {
            var answer = await life.GiveAsync(trigger);
            Assert.Equal(Answer.No(RunTransitions.Refusal(life.Run, state, trigger)!), answer);
            Assert.Equal(state, await life.StateAsync());
            Assert.Equal("command-refused", (await life.KindsAsync())[^1]);
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task WhatTheEngineMeets_WithoutEffectByTheTable_ChangesNothing(RunState state)
    {
        await using var life = new Life();
        await ReachAsync(life, state);
        var before = await life.KindsAsync();
        var without = Enum.GetValues<RunTrigger>().Where(trigger => !trigger.IsCommand() && !RunTransitions.Takes(state, trigger)).ToHashSet();

        if (without.Contains(RunTrigger.GuardViolated)) life.Violate();
        // One that waits in line meets a drift when it starts; one under way, at its next safe point.
        if (without.Contains(RunTrigger.DriftBeforeStart) && without.Contains(RunTrigger.DriftBeforeNode)) life.Drift();
        if (without.Contains(RunTrigger.LockLost)) await life.TakeLockAwayAsync();
        if (without.Contains(RunTrigger.Crash)) await life.CrashAsync();
        await Task.Delay(Moment);

        Assert.Equal(state, await life.StateAsync());
        Assert.Equal(before, await life.KindsAsync());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Deadlines_WithoutEffectByTheTable_ChangeNothing(RunState state)
    {
        if (state == RunState.Planned) return;
        await using var life = new Life(manualTime: true, RunTransitions.Takes(state, RunTrigger.DecisionDeadline) ? Life.Ever : TimeSpan.FromMinutes(30));
        if (!RunTransitions.Takes(state, RunTrigger.ApprovalDeadline)) life.ValidFor = TimeSpan.FromHours(1);
        if (state == RunState.Expired) await ExpireAsync(life);
        else await life.ToAsync(state);
        var before = await life.KindsAsync();

        life.Advance(TimeSpan.FromHours(2));
        await Task.Delay(Moment);

        Assert.Equal(state, await life.StateAsync());
        Assert.Equal(before, await life.KindsAsync());
    }

    public static TheoryData<RunState, string> TakenCells()
    {
        var cells = new TheoryData<RunState, string>();
        foreach (var state in Enum.GetValues<RunState>())
            foreach (var trigger in Enum.GetValues<RunTrigger>())
                if (RunTransitions.Takes(state, trigger)) cells.Add(state, trigger.ToString());
        return cells;
    }

    [Theory]
    [MemberData(nameof(TakenCells))]
    public async Task Cell_Taken_LeadsWhereTheTableSays(RunState state, string triggerName)
    {
        var trigger = Enum.Parse<RunTrigger>(triggerName);
        var cell = RunTransitions.Of(state, trigger);
        var deadline = trigger is RunTrigger.ApprovalDeadline or RunTrigger.DecisionDeadline;
        await using var life = new Life(deadline, trigger == RunTrigger.DecisionDeadline ? TimeSpan.FromMinutes(30) : null);
        if (trigger == RunTrigger.ApprovalDeadline) life.ValidFor = TimeSpan.FromHours(1);
        await CellSetup.ReachAsync(life, state, trigger);
        Assert.Equal(state, await life.StateAsync());
        var before = await life.KindsAsync();

        if (trigger.IsCommand())
        {
            var answer = await life.GiveAsync(trigger);
            Assert.True(answer.Accepted, answer.Sentence);
        }
        else
        {
            await CellSetup.HappenAsync(life, trigger);
        }

        if (CellSetup.Event(state, trigger) is { } kind) await life.UntilAsync(kind, before.Count(known => known == kind) + 1);
        var view = await life.UntilAsync(view => cell.To.Contains(view.Summary.State));
        Assert.Contains(view.Summary.State, cell.To);
        if (CellSetup.Settles(state, trigger) is { } settled) await life.UntilAsync(now => now.Summary.State == settled);
    }

    public static TheoryData<RunState, string> ConditionalCells()
    {
        var cells = new TheoryData<RunState, string>();
        foreach (var state in Enum.GetValues<RunState>())
            foreach (var trigger in Enum.GetValues<RunTrigger>())
                if (RunTransitions.Of(state, trigger) is { Taken: true, Only: not null } && trigger.IsCommand()) cells.Add(state, trigger.ToString());
        return cells;
    }

    [Theory]
    [MemberData(nameof(ConditionalCells))]
    public async Task Cell_TakenOnlyWhen_IsRefusedOtherwise(RunState state, string triggerName)
    {
        var trigger = Enum.Parse<RunTrigger>(triggerName);
        await using var life = new Life();
        var answer = await CellSetup.MissAsync(life, state, trigger);

        Assert.False(answer.Accepted, answer.Sentence);
        Assert.Equal(state, await life.StateAsync());
        Assert.Equal("command-refused", (await life.KindsAsync())[^1]);
    }

    [Fact]
    public async Task Document_IsMadeFromTheTable()
    {
        var file = Path.Combine(RepositoryRoot(), "docs", "run-states.md");
        var text = await File.ReadAllTextAsync(file);
        var written = text[..(text.IndexOf(RunStatesDocument.Begin, StringComparison.Ordinal) + RunStatesDocument.Begin.Length)];
        var wanted = $"{written}\n\n{RunStatesDocument.Table()}";
        if (Environment.GetEnvironmentVariable("NIGHTSHIFT_WRITE_DOCS") == "1") await File.WriteAllTextAsync(file, wanted);
        else Assert.Equal(wanted, text);
    }

    private static async Task ExpireAsync(Life life)
    {
        await life.ToAsync(RunState.AwaitingApproval);
        life.Advance(TimeSpan.FromHours(2));
        await life.UntilAsync(view => view.Summary.State == RunState.Expired);
        await life.UntilAsync("expired");
    }

    private static Task ReachAsync(Life life, RunState state)
    {
        if (state == RunState.Expired) life.ValidFor = TimeSpan.FromMilliseconds(1);
        return life.ToAsync(state);
    }

    private static string RepositoryRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Bot.sln"))) at = Path.GetDirectoryName(at) ?? throw new DirectoryNotFoundException("no repository around the tests");
        return at;
    }
}
