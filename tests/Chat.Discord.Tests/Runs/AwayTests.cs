using Nightshift.Chat.Discord.Runs;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

public sealed class AwayTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Away_ForFiveMinutes_WhatStillMattersIsSaidAfterwards(bool isGateway)
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run(1).In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.Titled("Run 1 ").Count == 1 && box.Wall.Threads.Count == 0);
        Leave(box, isGateway);
        var before = box.Wall.Writes.Count;

        box.Runs.Set(RunSamples.Run(2)); // asked for, and approved on the page meanwhile
        box.Runs.Set(RunSamples.Run(3)); // asked for, and still waiting
        await box.PassAsync(FiveMinutes / 2);
        box.Runs.Set(box.Runs[2].In(RunState.Running).With(RunSamples.Step(1, StepState.AwaitingDecision, error: "once")));
        await box.PassAsync(TimeSpan.FromSeconds(30));
        box.Runs.Set(box.Runs[2].With(RunSamples.Step(1, attempts: 2), RunSamples.Step(2)).In(RunState.Succeeded));
        box.Runs.Set(box.Runs[1].With(RunSamples.Step(1), RunSamples.Step(2)).In(RunState.Running));
        await box.PassAsync(FiveMinutes / 2);
        Assert.Equal(before, box.Wall.Writes.Count);
        Return(box, isGateway);

        await box.UntilAsync(() => box.Wall.Titled("Report of run 2").Count == 1 && box.Wall.Titled("Plan for run 3") is [{ Reactions.Count: 2 }] && box.Wall.Titled("Run 1 ")[0].States.Count > 1);
        Assert.Empty(box.Wall.Titled("Plan for run 2"));
        Assert.Empty(box.Wall.Titled("Run 2: a step failed"));
        Assert.Single(Assert.Single(box.Wall.Titled("Run 2 ")).States);
        Assert.Contains("succeeded", box.Wall.Titled("Run 2 ")[0].Title, StringComparison.Ordinal);
        Assert.Empty(box.Runs.Commands);
    }

    [Fact]
    public async Task Away_WithTheConfigurationToHold_RunsWaitAndGoOn()
    {
        await using var box = new ShownBox();
        box.Options = box.Options with { WhenAwayByTier = new Dictionary<RiskTier, WhenAway> { [RiskTier.Elevated] = WhenAway.Hold } };
        box.Start();
        box.Runs.Set(RunSamples.Run(1).In(RunState.Running));
        box.Runs.Set(RunSamples.Run(2).In(RunState.Running) with { Plan = RunSamples.Plan(tier: RiskTier.Low) });
        await box.UntilAsync(() => box.Wall.Titled("Run ").Count == 2);

        Leave(box, isGateway: true);
        await box.PassAsync(TimeSpan.FromSeconds(50));
        Assert.Empty(box.Runs.Commands);
        await box.UntilAsync(() => !box.Runs.Commands.IsEmpty);
        await box.KillAsync(); // and what held it is known to the next process
        box.Start(connect: false);
        await box.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["pause 1 by nightshift"], box.Runs.Commands);

        box.Messages.Connected();
        await box.UntilAsync(() => box.Runs.Commands.Count == 2);
        Assert.Equal("resume 1 by nightshift", box.Runs.Commands.Last());
    }

    [Fact]
    public async Task Away_PausedByAPerson_StaysPaused()
    {
        await using var box = new ShownBox();
        box.Options = box.Options with { WhenAway = WhenAway.Hold };
        box.Start();
        box.Runs.Set(RunSamples.Run(1).In(RunState.Running));
        await box.UntilAsync(() => box.Wall.Titled("Run 1").Count == 1);
        await box.Runs.PauseAsync(new RunId(1), new PersonId("lena"), false, "lunch", default);

        Leave(box, isGateway: true);
        await box.PassAsync(TimeSpan.FromMinutes(3));
        Return(box, isGateway: true);
        await box.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["pause 1 by lena"], box.Runs.Commands);
    }

    [Fact]
    public async Task Refused_ForWantOfRights_WaitsAndIsSaidWhenTheyAreGiven()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Discord.Before = _ => throw new DiscordRefusedException(403, 50013, "Missing Permissions");
        box.Runs.Set(RunSamples.Run());
        await box.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(box.Wall.Messages);

        box.Discord.Before = _ => { };
        await box.UntilAsync(() => box.Wall.Titled("Plan for run 12").Count == 1);
    }

    [Fact]
    public async Task Deleted_ProgressMessage_IsSentAgain()
    {
        await using var box = new ShownBox();
        box.Start();
        box.Runs.Set(RunSamples.Run().In(RunState.Running).With(RunSamples.Step(1, StepState.Running)));
        await box.UntilAsync(() => box.Wall.Titled("Run 12 ").Count == 1);
        lock (box.Wall.Gate) box.Wall.Messages.RemoveAll(message => message.Title.StartsWith("Run 12 ", StringComparison.Ordinal));

        await box.UntilAsync(() => box.Wall.Titled("Run 12 ").Count == 1);
    }

    private static void Leave(ShownBox box, bool isGateway)
    {
        if (isGateway) box.Messages.Disconnected("The connection was lost.");
        else box.Discord.Before = _ => throw new DiscordUnreachableException("503");
    }

    private static void Return(ShownBox box, bool isGateway)
    {
        if (isGateway) box.Messages.Connected();
        else box.Discord.Before = _ => { };
    }
}
