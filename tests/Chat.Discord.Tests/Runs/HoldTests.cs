using Nightshift.Chat.Discord.Runs;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Runs;

/// <summary>Runs that wait for Discord, and what people and guards say to that.</summary>
public sealed class HoldTests
{
    private static readonly RunId One = new(1);

    [Fact]
    public async Task Held_APersonLetsItGoOn_IsNotHeldAgainInThisAbsence()
    {
        await using var box = await HeldAsync();
        await box.Runs.ResumeAsync(One, new PersonId("lena"), anyway: false, default);
        await box.PassAsync(TimeSpan.FromMinutes(2));
        await box.KillAsync();
        box.Start(connect: false);
        await box.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(["pause 1 by nightshift", "resume 1 by lena"], box.Runs.Commands);

        box.Messages.Connected();
        await box.PassAsync(TimeSpan.FromSeconds(20));
        box.Messages.Disconnected("The connection was lost.");
        await box.UntilAsync(() => box.Runs.Commands.Count == 3);

        Assert.Equal("pause 1 by nightshift", box.Runs.Commands.Last());
    }

    [Fact]
    public async Task Back_WhatAGuardHoldsToo_StaysForPeople()
    {
        await using var box = await HeldAsync();
        var violation = new GuardViolationView("enough tablets", "1 is left", default, default(DateTimeOffset), false);
        box.Runs.Set(box.Runs[1] with { Pause = box.Runs[1].Pause! with { Now = true }, GuardViolations = [violation] });

        box.Messages.Connected();
        await box.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["pause 1 by nightshift"], box.Runs.Commands);
    }

    [Fact]
    public async Task Back_TheClusterChangedMeanwhile_GoesOnOnlyOnceThatIsConfirmed()
    {
        await using var box = await HeldAsync();
        box.Runs.Set(box.Runs[1] with { ConfirmHash = RunSamples.Hash('c'), Drifts = [new DriftView(new StepPath("b"), default, ["tablet 2 is gone"], RunSamples.Hash('c'), 1, [])] });

        box.Messages.Connected();
        await box.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["pause 1 by nightshift"], box.Runs.Commands);

        box.Runs.Set(box.Runs[1] with { ConfirmHash = null, Drifts = [] });
        await box.UntilAsync(() => box.Runs.Commands.Count == 2);
        Assert.Equal("resume 1 by nightshift", box.Runs.Commands.Last());
    }

    [Fact]
    public async Task Refused_IsNotAskedEverySoOften()
    {
        await using var box = Box();
        box.Runs.Refusal = "no";
        await AwayAsync(box, TimeSpan.FromMinutes(10));

        Assert.InRange(box.Runs.Commands.Count, 1, 8);
    }

    [Fact]
    public async Task Aborted_IsNotHeld()
    {
        await using var box = Box();
        box.Runs.Set(box.Runs[1] with { IsAborted = true });
        await AwayAsync(box, TimeSpan.FromMinutes(3));

        Assert.Empty(box.Runs.Commands);
    }

    [Fact]
    public async Task Unreadable_OneRun_KeepsNoOtherFromBeingHeld()
    {
        await using var box = Box();
        box.Runs.Set(RunSamples.Run(2).In(RunState.Running));
        await box.UntilAsync(() => box.Wall.Titled("Run 2").Count == 1);
        box.Runs.Unreadable[One] = true;
        await AwayAsync(box, TimeSpan.FromMinutes(2));

        Assert.Equal(["pause 2 by nightshift"], box.Runs.Commands);
    }

    private static ShownBox Box()
    {
        var box = new ShownBox { Stride = TimeSpan.FromSeconds(1) };
        box.Options = box.Options with { WhenAway = WhenAway.Hold };
        box.Runs.Set(RunSamples.Run(1).In(RunState.Running));
        box.Start();
        return box;
    }

    private static async Task AwayAsync(ShownBox box, TimeSpan span)
    {
        await box.UntilAsync(() => box.Wall.Titled("Run 1").Count == 1);
        box.Messages.Disconnected("The connection was lost.");
        await box.PassAsync(span);
    }

    private static async Task<ShownBox> HeldAsync()
    {
        var box = Box();
        await AwayAsync(box, TimeSpan.FromSeconds(70));
        await box.UntilAsync(() => !box.Runs.Commands.IsEmpty);
        await box.PassAsync(TimeSpan.FromSeconds(10));
        return box;
    }
}
