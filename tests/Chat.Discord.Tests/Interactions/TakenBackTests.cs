using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Discord.Server.Driver;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Interactions;

/// <summary>A ✅ that is off the message leaves no approval behind, whatever happened meanwhile.</summary>
public sealed class TakenBackTests
{
    private const string Member = "GET /guilds/{guild}/members/{user}";

    [Fact]
    public async Task Mark_TakenOffWhileDiscordCannotSayWhoSomebodyIs_WithdrawsTheApproval()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await ApprovedAsync(box, box.Lena);
        box.Server.Faults.FailBefore(Member, count: 1_000);

        box.Lena.Unreact(plan, "✅");

        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 0);
        box.Server.Faults.Clear();
    }

    [Fact]
    public async Task Mark_SetWhileDiscordCannotSayWhoSomebodyIs_IsToldAndCountsLater()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await box.AskAsync();
        box.Server.Faults.FailBefore(Member, count: 1_000);

        box.Lena.React(plan, "✅");
        var told = await box.Server.MessageAsync(box.Server.Channel, message => message.Content.StartsWith($"<@{box.Lena.Id}> ✅", StringComparison.Ordinal));
        Assert.Contains("tried again", told.Content, StringComparison.Ordinal);
        Assert.Empty((await box.Runs.FindAsync(run.Summary.Id, default))!.Approvals);

        box.Server.Faults.Clear();
        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 1);
    }

    [Fact]
    public async Task Mark_TakenOffAfterTheAccountWasUnlinked_WithdrawsTheApprovalThatItGave()
    {
        Nightshift.Discord.Server.Model.Role? role = null;
        await using var box = await TeamBox.StartAsync(
            approvers: 2,
            options => options with { Roles = new Dictionary<string, IReadOnlyList<string>> { [role!.Id.ToString()] = ["oncall"] } },
            box => role = box.Server.AddRole("night shift"));
        var guest = box.Server.AddPerson("gast", roles: role!);
        await box.Olga.Type(box.Server.Channel, $"/link person:gast account:<@{guest.Id}>").AnsweredAsync();
        var (run, plan) = await ApprovedAsync(box, guest);
        await box.Olga.Type(box.Server.Channel, "/unlink person:gast").AnsweredAsync();

        guest.Unreact(plan, "✅");

        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 0);
    }

    [Fact]
    public async Task Mark_TakenOffWhileItsMessageIsRead_LeavesNoApproval()
    {
        var until = new TaskCompletionSource();
        HeldDiscord? held = null;
        await using var box = await TeamBox.StartAsync(approvers: 2, prepare: box => box.Between = discord => held = new HeldDiscord(discord, until.Task));
        var (run, plan) = await box.AskAsync();
        await box.Server.WaitAsync(() => box.Server.Look(plan).Reactions.Count == 2, what: "the bot's own marks");
        var read = held!.Read;
        box.Server.Gateway.Down = true;
        box.Lena.React(plan, "✅");
        box.Server.Gateway.ForgetSessions();
        box.Server.Gateway.Down = false;
        await Wait.UntilAsync(() => held.Read > read, () => "the marks of the new session");

        // What was read has the mark; what is told meanwhile takes it off.
        box.Lena.Unreact(plan, "✅");
        await box.Olga.Type(box.Server.Channel, "/whoami").AnsweredAsync();
        until.SetResult();

        await EventAsync(box, run, "withdrawn");
        await box.Get<ReactionLine>().IdleAsync();
        Assert.Empty((await box.Runs.FindAsync(run.Summary.Id, default))!.Approvals);
    }

    [Fact]
    public async Task Mark_TakenOffWhileAProcessWasDeadThatHadNotRememberedIt_WithdrawsTheApproval()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await ApprovedAsync(box, box.Lena);
        var store = box.Get<IChannelStore>();
        foreach (var key in await store.TakenAsync("discord:reaction:", default)) await store.ReleaseAsync(key, default);
        await box.StopBotAsync();

        box.Lena.Unreact(plan, "✅");
        await box.StartBotAsync();

        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 0);
    }

    [Fact]
    public async Task Mark_SetBeforeAProcessDiedThatHadNotRememberedIt_CountsOnceAndIsNotCalledWrong()
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await ApprovedAsync(box, box.Lena);
        var store = box.Get<IChannelStore>();
        foreach (var key in await store.TakenAsync("discord:reaction:", default)) await store.ReleaseAsync(key, default);
        await box.StopBotAsync();

        await box.StartBotAsync();
        await SeenAsync(box, plan);

        Assert.Single((await box.Runs.FindAsync(run.Summary.Id, default))!.Approvals);
        Assert.DoesNotContain(box.Server.Messages(box.Server.Channel), message => message.Content.StartsWith("<@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("✅")]
    public async Task Marks_ClearedByAModerator_WithdrawTheApprovals(string? emoji)
    {
        await using var box = await TeamBox.StartAsync(approvers: 2);
        var (run, plan) = await ApprovedAsync(box, box.Lena);
        var moderator = box.Server.AddPerson("mod", roles: box.Server.AddRole("mods", Nightshift.Discord.Server.Model.Permission.ManageMessages));

        moderator.ClearReactions(box.Server.Look(plan), emoji);

        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 0);
    }

    [Fact]
    public void Nonce_OfAnotherReason_IsAnother()
    {
        var reaction = new DiscordReaction(true, new Snowflake(1), new Snowflake(2), new Snowflake(3), "✅", null, null);

        var one = ReactionNotes.NonceOf(reaction, "it does not count", "you asked for it");

        Assert.Equal(one, ReactionNotes.NonceOf(reaction, "it does not count", "you asked for it"));
        Assert.NotEqual(one, ReactionNotes.NonceOf(reaction, "it does not count", "the plan is too old"));
        Assert.InRange(one.Length, 1, 25);
    }

    private static async Task<(RunView Run, MessageView Plan)> ApprovedAsync(TeamBox box, Person by)
    {
        var (run, plan) = await box.AskAsync();
        by.React(plan, "✅");
        await box.UntilAsync(run.Summary.Id, view => view.Approvals.Count == 1);
        await SeenAsync(box, plan);
        return (run, plan);
    }

    private static Task SeenAsync(TeamBox box, MessageView plan) =>
        Wait.UntilAsync(() => box.Get<SeenReactions>().OfAsync(new Snowflake(plan.Id.Value), "✅", default).Result.Count == 1, () => "the reaction was seen");

    private static Task EventAsync(TeamBox box, RunView run, string kind) =>
        Wait.UntilAsync(() => box.Get<IAudit>().HistoryAsync(run.Summary.Id, default).Result!.Events.Any(line => line.Kind == kind), () => kind);
}
