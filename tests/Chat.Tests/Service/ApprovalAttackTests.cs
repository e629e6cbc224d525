using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Chat.Tests.Service;

/// <summary>Consent that is none: each is refused, has no effect, and is recorded.</summary>
public sealed class ApprovalAttackTests
{
    [Fact]
    public async Task Approve_ByTheRequester_IsRefusedAndNamesWhoCould()
    {
        await using var box = await LiveBox.StartAsync();
        var run = await box.AskAsync();

        var reaction = await box.React(run, Reaction.Approve, "olga");
        var typed = await box.Refusal($"/approve {run.Summary.Id}");

        Assert.Equal((false, "olga asked for run 1; somebody else has to approve it; these could: lena, tom, otto"), (reaction.Accepted, reaction.Sentence));
        Assert.Equal(reaction.Sentence, typed);
        await AwaitsAsync(box, run, refused: 2);
    }

    [Theory]
    [InlineData(Reaction.Approve)]
    [InlineData(Reaction.Withdraw)]
    [InlineData(Reaction.Reject)]
    [InlineData(Reaction.Retry)]
    [InlineData(Reaction.Skip)]
    public async Task React_ByABot_HasNoEffectWhateverItsRights(Reaction reaction)
    {
        await using var box = await LiveBox.StartAsync();
        var run = await box.AskAsync();

        var answer = await box.React(run, reaction, "ci");

        Assert.False(answer.Accepted);
        Assert.StartsWith($"ci may not {reaction.CommandWord()} on prod, being a bot; these may: ", answer.Sentence, StringComparison.Ordinal);
        Assert.Contains("\"ci\"", Assert.Single(await AwaitsAsync(box, run, refused: 1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_TypedByABot_IsRefusedAndAudited()
    {
        await using var box = await LiveBox.StartAsync();
        var run = await box.AskAsync();

        Assert.Contains("being a bot", await box.Refusal($"/approve {run.Summary.Id}", "ci"), StringComparison.Ordinal);

        await AwaitsAsync(box, run, refused: 0);
        var entry = Assert.Single(box.Audit.Entries);
        Assert.Equal(("ci", "web", "approve", AuditOutcome.Refused), (entry.Person.Value, entry.Channel, entry.Action, entry.Outcome));
        Assert.StartsWith("/approve 1: ci may not approve, being a bot", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task React_ByAStranger_IsAnsweredWithoutAWordOfTheRunAndRecorded()
    {
        await using var box = await LiveBox.StartAsync();
        var run = await box.AskAsync();

        var known = await box.React(run, Reaction.Approve, "mallory");
        var unknown = await box.Chat.ReactAsync(new PersonId("mallory"), new RunId(99), Reaction.Approve, "", default);

        Assert.Equal("'mallory' is not among the configured people", known.Sentence);
        Assert.Equal(known.Sentence, unknown.Sentence);
        Assert.Contains("mallory", Assert.Single(await AwaitsAsync(box, run, refused: 1)), StringComparison.Ordinal);
        Assert.Equal((new RunId(99), "react"), (Assert.Single(box.Audit.Entries).Run!.Value, box.Audit.Entries[0].Action));
    }

    [Fact]
    public async Task Withdraw_BeforeTheStart_SendsTheRunBackToWaiting()
    {
        await using var box = await LiveBox.StartAsync();
        box.Busy = new TaskCompletionSource();
        var first = await box.AskAsync();
        await box.React(first, Reaction.Approve, "lena");
        await box.UntilAsync(first.Summary.Id, RunState.Running);
        var run = await box.AskAsync();
        await box.React(run, Reaction.Approve, "lena");
        await box.UntilAsync(run.Summary.Id, RunState.Queued);

        Assert.True((await box.React(run, Reaction.Withdraw, "lena")).Accepted);
        box.Busy.SetResult();
        await box.UntilAsync(first.Summary.Id, RunState.Succeeded);

        var waiting = await box.ViewAsync(run.Summary.Id);
        Assert.Equal(RunState.AwaitingApproval, waiting.Summary.State);
        Assert.Empty(waiting.Approvals);
        Assert.Single(box.Ran);
        Assert.True((await box.React(run, Reaction.Approve, "tom")).Accepted);
        await box.UntilAsync(run.Summary.Id, RunState.Succeeded);
    }

    [Fact]
    public async Task Approve_PlanThatDriftedAfterwards_IsAskedForAgainAndTheOldMessageNoLongerCounts()
    {
        await using var box = await LiveBox.StartAsync();
        var old = await box.AskAsync();
        box.Members = "2 tablets";

        await box.React(old, Reaction.Approve, "lena");
        var now = await box.UntilAsync(old.Summary.Id, view => view.Plan.Hash != old.Plan.Hash);

        Assert.Equal((RunState.AwaitingApproval, 0), (now.Summary.State, now.Approvals.Count));
        Assert.Equal(["members: 3 tablets → 2 tablets"], now.Drift);
        Assert.Contains("an approval of another plan", (await box.React(old, Reaction.Approve, "tom")).Sentence, StringComparison.Ordinal);
        Assert.Contains("a rejection of another plan", (await box.React(old, Reaction.Reject, "tom")).Sentence, StringComparison.Ordinal);
        Assert.Contains("a withdrawal of another plan", (await box.React(old, Reaction.Withdraw, "lena")).Sentence, StringComparison.Ordinal);
        await AwaitsAsync(box, old, refused: 3);
        Assert.True((await box.React(now, Reaction.Approve, "tom")).Accepted);
        await box.UntilAsync(old.Summary.Id, RunState.Succeeded);
    }

    [Fact]
    public async Task Approve_TypedWithoutAHashOfAPlanMadeAgain_IsRefusedWithTheCommandToGive()
    {
        await using var box = await LiveBox.StartAsync();
        var old = await box.AskAsync();
        Assert.False(IsPlannedAgain(await box.Refusal($"/approve {old.Summary.Id}")));
        box.Members = "2 tablets";
        await box.React(old, Reaction.Approve, "lena");
        var now = await box.UntilAsync(old.Summary.Id, view => view.Plan.Hash != old.Plan.Hash);

        var refused = await box.Refusal("/approve 1", "tom");

        var when = Nightshift.Chat.Rendering.Quantities.Time(now.PlannedAt()!.Value);
        Assert.Equal($"run 1 was planned again at {when} UTC, because the cluster changed: members: 3 tablets → 2 tablets; look at it with /run 1, then give /approve 1 {now.Plan.Hash[..12]}", refused);
        Assert.Empty((await box.ViewAsync(old.Summary.Id)).Approvals);
        await box.Say($"/approve 1 {now.Plan.Hash[..12]}", "tom");
        await box.UntilAsync(old.Summary.Id, RunState.Succeeded);

        static bool IsPlannedAgain(string sentence) => sentence.Contains("planned again", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_PlanWhoseTierRoseAfterwards_NeedsThePolicyOfTheNewTier()
    {
        await using var box = await LiveBox.StartAsync();
        var low = await box.AskAsync();
        Assert.Equal((1, null), (low.ApproversNeeded, low.Policy.Role));
        (box.Members, box.Tier) = ("2 tablets", RiskTier.Elevated);

        await box.React(low, Reaction.Approve, "otto");
        var elevated = await box.UntilAsync(low.Summary.Id, view => view.Plan.Tier == RiskTier.Elevated);

        Assert.Equal((2, "oncall"), (elevated.ApproversNeeded, elevated.Policy.Role));
        Assert.Equal("otto may not approve run 1, which needs the role oncall; these could: lena, tom", (await box.React(elevated, Reaction.Approve, "otto")).Sentence);
        Assert.True((await box.React(elevated, Reaction.Approve, "lena")).Accepted);
        await AwaitsAsync(box, low, refused: 1);
        Assert.True((await box.React(elevated, Reaction.Approve, "tom")).Accepted);
        await box.UntilAsync(low.Summary.Id, RunState.Succeeded);
    }

    [Fact]
    public async Task Approve_OfThePlanToCome_NeedsTheRoleOfEveryTier()
    {
        await using var box = await LiveBox.StartAsync();
        var run = await box.AskAsync();

        var answer = await box.Chat.ReactAsync(new PersonId("otto"), run.Summary.Id, Reaction.Approve, new string('0', 64), default);

        Assert.Contains("needs the role oncall", answer.Sentence, StringComparison.Ordinal);
        await AwaitsAsync(box, run, refused: 1);
    }

    [Fact]
    public async Task Approve_AfterItsTime_IsRefused()
    {
        var time = new ManualTime();
        await using var box = await LiveBox.StartAsync(time);
        box.Tier = RiskTier.Elevated;
        var run = await box.AskAsync();
        await box.React(run, Reaction.Approve, "lena");

        time.Advance(TimeSpan.FromMinutes(61));
        await box.UntilAsync(run.Summary.Id, RunState.Expired);

        Assert.Equal("run 1 has expired; there is nothing to approve", (await box.React(run, Reaction.Approve, "tom")).Sentence);
        Assert.Single(await box.RefusedAsync(run.Summary.Id));
        Assert.Empty(box.Ran);
    }

    [Fact]
    public async Task React_SameInteractionAgain_IsTakenOnce()
    {
        await using var box = await LiveBox.StartAsync();
        box.Tier = RiskTier.Elevated;
        var run = await box.AskAsync();

        Assert.True((await box.React(run, Reaction.Approve, "lena", "press-1")).Accepted);
        Assert.True((await box.React(run, Reaction.Withdraw, "lena", "press-2")).Accepted);
        var replayed = await box.React(run, Reaction.Approve, "lena", "press-1");

        Assert.Equal((false, "this very approve was taken already; press again"), (replayed.Accepted, replayed.Sentence));
        await AwaitsAsync(box, run, refused: 1);
        Assert.Empty((await box.ViewAsync(run.Summary.Id)).Approvals);
    }

    [Fact]
    public async Task React_SameInteractionManyTimesAtOnce_IsTakenOnce()
    {
        await using var box = await LiveBox.StartAsync();
        box.Tier = RiskTier.Elevated;
        var run = await box.AskAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => box.React(run, Reaction.Approve, "lena", "press-1")));

        Assert.Single(answers, answer => answer.Accepted);
        await AwaitsAsync(box, run, refused: 19);
    }

    [Fact]
    public async Task Approve_PlaybookChangedAfterwards_RunsTheSourcesThatWereApproved()
    {
        await using var box = await LiveBox.StartAsync();
        var run = await box.AskAsync();
        box.Source = "await DropEverything();";

        await box.React(run, Reaction.Approve, "lena");
        await box.UntilAsync(run.Summary.Id, RunState.Succeeded);

        Assert.Equal(["await Restart(1);"], box.Ran);
        Assert.NotEqual(run.Plan.Hash, (await box.AskAsync()).Plan.Hash);
    }

    [Fact]
    public async Task Approve_TwoReactionsOfOnePerson_CountOnce()
    {
        await using var box = await LiveBox.StartAsync();
        box.Tier = RiskTier.Elevated;
        var run = await box.AskAsync();

        Assert.True((await box.React(run, Reaction.Approve, "lena", "press-1")).Accepted);
        Assert.Equal("lena has approved run 1 already", (await box.React(run, Reaction.Approve, "lena", "press-2")).Sentence);
        Assert.Equal("lena has approved run 1 already", await box.Refusal("/approve 1", "lena"));

        await AwaitsAsync(box, run, refused: 2);
        Assert.Single((await box.ViewAsync(run.Summary.Id)).Approvals);
    }

    [Fact]
    public async Task Approve_WithoutTheRole_IsRefusedAndNamesWhoCould()
    {
        await using var box = await LiveBox.StartAsync();
        box.Tier = RiskTier.Elevated;
        var run = await box.AskAsync();
        const string refusal = "otto may not approve run 1, which needs the role oncall; these could: lena, tom";

        Assert.Equal(refusal, (await box.React(run, Reaction.Approve, "otto")).Sentence);
        Assert.Equal(refusal, await box.Refusal("/approve 1", "otto"));

        Assert.Contains("otto", Assert.Single(await AwaitsAsync(box, run, refused: 1)), StringComparison.Ordinal);
        Assert.Equal((run.Summary.Id, $"/approve 1: {refusal}"), (Assert.Single(box.Audit.Entries).Run!.Value, box.Audit.Entries[0].Text));
    }

    /// <summary>Rights count when consent is given. Who wants it back rejects the run, or locks the cluster.</summary>
    [Fact]
    public async Task Approve_ByOneWhoseRightIsRemovedBeforeTheStart_StaysValid()
    {
        await using var box = await LiveBox.StartAsync();
        box.Tier = RiskTier.Elevated;
        var run = await box.AskAsync();
        Assert.True((await box.React(run, Reaction.Approve, "lena")).Accepted);
        box.Grants = [.. LiveBox.UsualGrants.Where(grant => grant.Role != "oncall"), new("", ["approve"], ["prod"], ["*"], [new PersonId("tom")])];

        await box.RestartAsync();

        Assert.False((await box.React(run, Reaction.Withdraw, "lena")).Accepted);
        Assert.Equal(["lena"], (await box.ViewAsync(run.Summary.Id)).Approvals.Select(approval => approval.Person.Value));
        Assert.True((await box.React(run, Reaction.Approve, "tom")).Accepted);
        await box.UntilAsync(run.Summary.Id, RunState.Succeeded);
    }

    [Fact]
    public async Task Submit_WhatNobodyElseCouldApprove_IsRefusedAtOnce()
    {
        await using var box = await LiveBox.StartAsync();
        box.Grants = [new("operator", ["*"], ["*"], ["*"]), new("", ["approve"], ["prod"], ["*"], [new PersonId("tom")])];
        await box.RestartAsync();
        box.Tier = RiskTier.Elevated;

        Assert.Equal(
            "this could never start: on prod a plan of elevated risk would need 2 approvals by role oncall, not by the requester, within 1 h 0 min, and besides you only tom could give one",
            await box.Refusal(LiveBox.Restart));
        Assert.Contains("would need 2 approvals by role oncall", Assert.IsType<Reply.PlanOnly>(await box.Say($"/plan {LiveBox.Restart}")).Needs, StringComparison.Ordinal);
    }

    /// <summary>The run still waits, nothing was done, and its journal has this many refusals.</summary>
    private static async Task<IReadOnlyList<string>> AwaitsAsync(LiveBox box, RunView run, int refused)
    {
        Assert.Equal(RunState.AwaitingApproval, (await box.ViewAsync(run.Summary.Id)).Summary.State);
        Assert.Empty(box.Ran);
        var refusals = await box.RefusedAsync(run.Summary.Id);
        Assert.Equal(refused, refusals.Count);
        return refusals;
    }
}
