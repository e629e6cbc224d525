using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Interactions;

public sealed class TeamTests
{
    [Fact]
    public async Task Command_OfLinkedPerson_IsAskedByThemAndApprovedByReaction()
    {
        await using var box = await TeamBox.StartAsync();
        var (run, plan) = await box.AskAsync();
        Assert.Equal(("olga", $"discord:{box.Server.Channel.Id}", "/restart tablet --endpoint=a:10921"), (run.Summary.RequestedBy.Value, run.Request.Channel, run.Summary.Command));

        box.Olga.React(plan, "✅");
        var told = await box.Server.MessageAsync(box.Server.Channel, message => message.Content.StartsWith($"<@{box.Olga.Id}> ✅", StringComparison.Ordinal));
        Assert.Equal($"<@{box.Olga.Id}> ✅: this does not count. Press the button under the plan: it answers you alone, with the reason.", told.Content);
        Assert.Empty((await box.Runs.FindAsync(run.Summary.Id, default))!.Approvals);

        box.Lena.React(plan, "✅\uFE0F");
        var ended = await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Succeeded);
        Assert.Equal("lena", Assert.Single(ended.Approvals).Person.Value);
    }

    [Fact]
    public async Task Button_Pressed_IsAnsweredPrivatelyAndCountsLikeAReaction()
    {
        await using var box = await TeamBox.StartAsync();
        var (run, plan) = await box.AskAsync();

        var refused = await box.Olga.Press(plan, "press:Approve").AnsweredAsync();
        var pressed = await box.Lena.Press(plan, "press:Approve").AnsweredAsync();

        Assert.True(refused.Ephemeral && pressed.Ephemeral);
        await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Succeeded);
    }

    [Fact]
    public async Task Reaction_TakenOffBeforeTheStart_WithdrawsTheApproval()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await box.AskAsync();
        box.Lena.React(plan, "✅");
        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 1);

        box.Lena.Unreact(plan, "✅");
        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 0);

        box.Tom.React(plan, "❌");
        await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Rejected);
    }

    [Fact]
    public async Task Reactions_SetAndTakenOffWhileTheBotWasAway_AreReadAfterwards()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await box.AskAsync();
        box.Lena.React(plan, "✅");
        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 1);
        await Wait.UntilAsync(() => box.Get<Discord.Interactions.SeenReactions>().OfAsync(new Snowflake(plan.Id.Value), "✅", default).Result.Count == 1, () => "the reaction was seen");

        await box.StopBotAsync();
        box.Lena.Unreact(plan, "✅");
        box.Tom.React(plan, "✅");
        await box.StartBotAsync();

        var view = await box.UntilAsync(run.Summary.Id, view => view.Approvals is [{ Person.Value: "tom" }]);
        Assert.Equal(RunState.AwaitingApproval, view.Summary.State);
        box.Lena.React(plan, "✅");
        await box.UntilAsync(run.Summary.Id, run => run.Summary.State == RunState.Succeeded);
    }

    [Fact]
    public async Task Commands_Restarted_AreNotRegisteredAgainUnlessTheyChanged()
    {
        const string route = "PUT /applications/{application}/guilds/{guild}/commands";
        await using var box = await TeamBox.StartAsync();
        Assert.Equal(1, box.Server.Counters.Of(route));
        await box.StopBotAsync();

        await box.StartBotAsync();
        await Wait.UntilAsync(() => box.Get<Discord.Commands.CommandRegistrar>().Tree.Commands.Count > 0, () => "a look at the commands");
        await box.Get<Discord.Commands.CommandRegistrar>().LookAsync(default);
        Assert.Equal(1, box.Server.Counters.Of(route));

        box.More.Add(new Commands.SampleCommand("tidy up", "Tidies"));
        await box.Get<Discord.Commands.CommandRegistrar>().LookAsync(default);
        Assert.Equal(2, box.Server.Counters.Of(route));
        Assert.Contains(box.Server.Commands(box.Server.Guild), command => command["name"]!.ToString() == "tidy");
    }

    [Fact]
    public async Task ReadingCommand_Refused_IsToldToTheOneWhoAskedAlone()
    {
        await using var box = await TeamBox.StartAsync();

        var typed = box.Tom.Type(box.Server.Channel, "/runs");
        var answer = await typed.AnsweredAsync();
        await box.Server.WaitAsync(() => typed.FollowUps.Count == 1);

        Assert.False(answer.Ephemeral);
        Assert.DoesNotContain("tom", answer.Content, StringComparison.Ordinal);
        Assert.True(typed.FollowUps[0].Ephemeral);
        Assert.Contains("may not runs", typed.FollowUps[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reactions_SetWhileTheGatewayWasDead_AreReadInTheNewSession()
    {
        await using var box = await TeamBox.StartAsync();
        var (run, plan) = await box.AskAsync();
        await box.Server.WaitAsync(() => box.Server.Look(plan).Reactions.Count == 2, what: "the bot's own marks");
        box.Server.Gateway.Down = true;
        box.Lena.React(plan, "✅");
        box.Server.Gateway.ForgetSessions();
        box.Server.Gateway.Down = false;

        var ended = await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Succeeded);
        Assert.Equal("lena", Assert.Single(ended.Approvals).Person.Value);
    }

    [Fact]
    public async Task Reaction_TakenOffAfterTheStart_IsToldThatItStands()
    {
        await using var box = await TeamBox.StartAsync();
        box.Busy = new TaskCompletionSource();
        var (run, plan) = await box.AskAsync();
        box.Lena.React(plan, "✅");
        await box.UntilAsync(run.Summary.Id, view => view.Summary.State == RunState.Running);

        box.Lena.Unreact(plan, "✅");

        var told = await box.Server.MessageAsync(box.Server.Channel, message => message.Content.StartsWith($"<@{box.Lena.Id}> ✅", StringComparison.Ordinal));
        Assert.Equal($"<@{box.Lena.Id}> ✅: the mark is off, the approval stands. Give /withdraw {run.Summary.Id}: it answers you alone, with the reason.", told.Content);
    }

    [Fact]
    public async Task GuildRole_GivenAndTaken_CountsAtTheMomentOfUse()
    {
        Nightshift.Discord.Server.Model.Role? role = null;
        await using var box = await TeamBox.StartAsync(
            change: options => options with { Roles = new Dictionary<string, IReadOnlyList<string>> { [role!.Id.ToString()] = ["operator"] } },
            prepare: box => role = box.Server.AddRole("night shift"));

        Assert.Contains("may not lock", (await box.Tom.Type(box.Server.Channel, "/lock cluster:prod reason:why").AnsweredAsync()).Content, StringComparison.Ordinal);
        box.Tom.Give(role!);
        Assert.DoesNotContain("may not", (await box.Tom.Type(box.Server.Channel, "/lock cluster:prod reason:why").AnsweredAsync()).Content, StringComparison.Ordinal);
        box.Tom.Take(role!);
        Assert.Contains("may not unlock", (await box.Tom.Type(box.Server.Channel, "/unlock cluster:prod").AnsweredAsync()).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presence_OfARunThatWaits_ShowsIt()
    {
        await using var box = await TeamBox.StartAsync();
        await box.AskAsync();
        await box.Server.WaitAsync(() => box.Server.Gateway.Presence?.ToJsonString().Contains("prod #1 waits for people", StringComparison.Ordinal) is true, what: "the presence");
    }
}
