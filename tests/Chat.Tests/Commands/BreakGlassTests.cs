using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Commands;

/// <summary>On the usual rights olga may break the glass by her <c>*</c>; lena may break it and may not restart anything.</summary>
public sealed class BreakGlassTests
{
    private const string Broken = $"{LiveBox.Restart} --break-glass \"disk of tablet 3 dies\"";

    [Fact]
    public async Task BreakGlass_WithTheRight_RunsAtOnceAndIsLoud()
    {
        await using var box = await LiveBox.StartAsync();
        box.Tier = RiskTier.Elevated;

        var asked = await box.AskAsync(Broken);
        var run = await box.UntilAsync(asked.Summary.Id, RunState.Succeeded);

        Assert.Equal("disk of tablet 3 dies", run.Request.BreakGlass);
        Assert.Equal(RiskTier.High, run.Plan.Tier);
        Assert.Contains(new PlannedRisk(RiskTier.High, "BREAK GLASS by olga: disk of tablet 3 dies"), run.Plan.Risks);
        Assert.Equal([$"BREAK GLASS BY olga: disk of tablet 3 dies. NOBODY ELSE WAS ASKED TO APPROVE {Broken} ON prod"], run.Said);
        Assert.Contains("  BREAK GLASS BY olga, NOBODY WAS ASKED TO APPROVE IT: disk of tablet 3 dies", RunRendering.Lines(run));
        var entry = Assert.Single(box.Audit.Entries);
        Assert.Equal(("olga", "break-glass", AuditOutcome.Done, "prod"), (entry.Person.Value, entry.Action, entry.Outcome, entry.Cluster));
        Assert.Equal($"{Broken}: BREAK GLASS, plan {run.Plan.Hash}: disk of tablet 3 dies", entry.Text);
        Assert.StartsWith("BREAK GLASS /restart", Assert.IsType<Reply.Table>(await box.Say("/runs")).Rows[0][3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task BreakGlass_SurvivesARestart()
    {
        await using var box = await LiveBox.StartAsync();
        box.Busy = new TaskCompletionSource();
        var run = await box.AskAsync(Broken);
        await box.UntilAsync(run.Summary.Id, RunState.Running);

        await box.RestartAsync();

        Assert.Equal("disk of tablet 3 dies", (await box.ViewAsync(run.Summary.Id)).Request.BreakGlass);
    }

    [Theory]
    [InlineData("otto", "otto may not break-glass tablet on prod; these may: lena")]
    [InlineData("ci", "ci may not break-glass tablet on prod, being a bot; these may: lena")]
    [InlineData("lena", "lena may not restart tablet; these may: otto, ci")]
    public async Task BreakGlass_WithoutBothRights_IsRefusedAndAudited(string who, string refusal)
    {
        await using var box = await LiveBox.StartAsync();
        box.Grants = [new("", ["restart"], ["*"], ["*"], [new PersonId("otto"), new PersonId("ci")]), .. LiveBox.UsualGrants.Skip(1)];
        await box.RestartAsync();

        Assert.Equal(refusal, await box.Refusal(Broken, who));

        var entry = Assert.Single(box.Audit.Entries);
        Assert.Equal((who, "restart", AuditOutcome.Refused), (entry.Person.Value, entry.Action, entry.Outcome));
        Assert.Empty(await box.Runs.ListAsync(10, default));
    }

    [Theory]
    [InlineData("--break-glass", "needs a reason of at least 10 characters")]
    [InlineData("--break-glass=", "needs a reason of at least 10 characters")]
    [InlineData("--break-glass urgent", "needs a reason of at least 10 characters")]
    [InlineData("--break-glass \"   urgent   \"", "needs a reason of at least 10 characters")]
    [InlineData("--break-glass ..............", "needs a reason of at least 10 characters")]
    [InlineData("--break-glass \"disk of tablet 3\" --break-glass=\"disk of tablet 3\"", "is given twice")]
    public async Task BreakGlass_WithoutAReason_IsRefused(string option, string says)
    {
        await using var box = await LiveBox.StartAsync();

        Assert.Contains(says, await box.Refusal($"{LiveBox.Restart} {option}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_PlanMadeWithoutTheReason_IsNotOneForTheRequest()
    {
        await using var box = await LiveBox.StartAsync();
        var asked = await box.AskAsync();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            box.Runs.SubmitAsync(asked.Request with { BreakGlass = "slipped in afterwards" }, asked.Plan, new ApprovalPolicy(0, TimeSpan.Zero), default));
    }

    [Fact]
    public async Task BreakGlass_ThatCannotBeAudited_BeginsNothing()
    {
        await using var box = await LiveBox.StartAsync();
        box.Audit.Fails = new InvalidOperationException("disk full");

        Assert.Contains("disk full", Assert.IsType<Reply.Failure>(await box.Say(Broken)).Content, StringComparison.Ordinal);
        Assert.Empty(await box.Runs.ListAsync(10, default));
    }

    [Fact]
    public async Task BreakGlass_PlanOnly_ShowsTheRiskAndAsksNobody()
    {
        await using var box = await LiveBox.StartAsync();

        var plan = Assert.IsType<Reply.PlanOnly>(await box.Say($"/plan {Broken[1..]}"));

        Assert.Equal(("would need nobody's approval", RiskTier.High), (plan.Needs, plan.Plan.Tier));
        Assert.Empty(box.Audit.Entries);
        Assert.NotEqual((await box.AskAsync()).Plan.Hash, plan.Plan.Hash);
    }

    [Fact]
    public async Task BreakGlass_AfterADriftWithOtherSteps_IsAskedAbout()
    {
        await using var box = await LiveBox.StartAsync();
        box.Busy = new TaskCompletionSource();
        var first = await box.AskAsync(Broken);
        await box.UntilAsync(first.Summary.Id, RunState.Running);
        var second = await box.AskAsync(Broken);
        (box.Members, box.Tier) = ("2 tablets", RiskTier.Elevated);
        box.Busy.SetResult();

        var asked = await box.UntilAsync(second.Summary.Id, RunState.AwaitingApproval);

        Assert.Contains("members: 3 tablets → 2 tablets", asked.Summary.Reason, StringComparison.Ordinal);
        Assert.Equal("needs 1 approval", ApprovalRendering.Needs(asked)[.."needs 1 approval".Length]);
        Assert.True((await box.React(asked, Reaction.Approve, "olga")).Accepted);
        await box.UntilAsync(second.Summary.Id, RunState.Succeeded);
    }

    [Theory]
    [InlineData("olga", true)]
    [InlineData("ci", false)]
    public async Task Complete_BreakGlass_IsOfferedToThoseWithTheRight(string who, bool offered)
    {
        await using var box = await LiveBox.StartAsync();

        var found = (await box.Chat.CompleteAsync(new PersonId(who), $"{LiveBox.Restart} --br", default)).Select(completion => completion.Text);

        Assert.Equal(offered, found.Contains($"{LiveBox.Restart} --break-glass"));
        Assert.Empty(await box.Chat.CompleteAsync(new PersonId(who), $"{LiveBox.Restart} --break-glass \"why", default));
    }
}
