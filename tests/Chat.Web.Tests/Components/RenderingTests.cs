using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Web.Components;
using Nightshift.Chat.Web.Endpoints;
using Nightshift.Chat.Web.Feed;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Tests.Components;

/// <summary>Everything that people or nodes wrote reaches the page as text.</summary>
public sealed class RenderingTests : IAsyncLifetime
{
    private const string Evil = "<script>alert(1)</script>\" onload=\"x' &amp;";
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public static TheoryData<string> Entries => [.. AllEntries.Keys];

    private static Dictionary<string, FeedEntry> AllEntries { get; } = new()
    {
        ["message"] = new FeedEntry.Message("m", DateTimeOffset.UnixEpoch, Evil, Evil),
        ["text"] = Answer(new Reply.Text(Evil)),
        ["refusal"] = Answer(new Reply.Refusal(Evil)),
        ["failure"] = Answer(new Reply.Failure(Evil)),
        ["table"] = Answer(new Reply.Table(Evil, [Evil], [[Evil]], Evil)),
        ["plan"] = Answer(new Reply.PlanOnly(EvilPlan())),
        ["run details"] = Answer(new Reply.RunDetails(EvilRun(RunState.Failed))),
        ["card awaiting approval"] = new FeedEntry.Card("run-7", DateTimeOffset.UnixEpoch, EvilRun(RunState.AwaitingApproval)),
        ["plan to approve"] = new FeedEntry.PlanMessage("plan-7-x", DateTimeOffset.UnixEpoch, EvilRun(RunState.AwaitingApproval), [Evil]),
        ["broken glass"] = new FeedEntry.Card("run-7", DateTimeOffset.UnixEpoch, BrokenGlass()),
        ["card asking"] = new FeedEntry.Card("run-7", DateTimeOffset.UnixEpoch, EvilRun(RunState.AwaitingDecision)),
        ["card ended"] = new FeedEntry.Card("run-7", DateTimeOffset.UnixEpoch, EvilRun(RunState.Succeeded)),
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task Entry_WithMarkup_IsEscaped(string entry)
    {
        var html = await RenderAsync<FeedEntryView>(new() { ["Entry"] = AllEntries[entry] });

        AssertHarmless(html);
    }

    [Fact]
    public async Task Page_WithMarkup_IsEscaped()
    {
        var html = await RenderAsync<App>(new()
        {
            ["Entries"] = AllEntries.Values.Take(1).ToList(),
            ["Speakers"] = new List<Person> { new(new PersonId(Evil), Evil, []) },
        });

        AssertHarmless(html.Replace("<script src=\"/assets/page.js\"></script>", "", StringComparison.Ordinal).Replace("<script src=\"/assets/cards.js\"></script>", "", StringComparison.Ordinal));
        AssertHarmless(await RenderAsync<LoginPage>(new() { ["Message"] = Evil }));
    }

    [Theory]
    [InlineData(RunState.AwaitingApproval, StepState.Done, "Abort")]
    [InlineData(RunState.Queued, StepState.Done, "Abort")]
    [InlineData(RunState.Running, StepState.Running, "Pause PauseNow Abort AbortNow")]
    [InlineData(RunState.Paused, StepState.Running, "Pause Abort")]
    [InlineData(RunState.AwaitingDecision, StepState.AwaitingDecision, "Pause AbortNow Retry Skip Abort")]
    [InlineData(RunState.Stopping, StepState.Running, "AbortNow")]
    [InlineData(RunState.Succeeded, StepState.Done, "")]
    [InlineData(RunState.Failed, StepState.Abandoned, "")]
    public async Task Card_OfEachState_OffersWhatMakesSense(RunState state, StepState step, string reactions) =>
        Assert.Equal(reactions.Split(' ', StringSplitOptions.RemoveEmptyEntries), await ReactionsAsync(EvilRun(state, step), Everybody));

    [Theory]
    [InlineData(RunState.Running, false, "Resume PauseNow Abort AbortNow")]
    [InlineData(RunState.Running, true, "Resume Abort AbortNow")]
    [InlineData(RunState.Paused, true, "Resume Abort")]
    [InlineData(RunState.AwaitingDecision, false, "Resume AbortNow")]
    public async Task Card_WithAPause_OffersToGoOn(RunState state, bool now, string reactions)
    {
        var run = EvilRun(state, StepState.Done) with { Pause = new PauseView(new PersonId("wei"), DateTimeOffset.UnixEpoch, Evil, now, [new StepPath(Evil)]) };

        Assert.Equal(reactions.Split(' '), await ReactionsAsync(run, Everybody));
        AssertHarmless(await CardAsync(run, Everybody));
    }

    [Fact]
    public async Task Card_ForPeopleWithoutTheRight_OffersNothing()
    {
        Assert.Empty(await ReactionsAsync(EvilRun(RunState.Running), Viewers.Nobody));
        var readers = new PeopleDirectory([Olga], [new Grant("operator", ["pause"], ["*"], ["*"])]);
        Assert.Equal(["Pause", "PauseNow"], await ReactionsAsync(EvilRun(RunState.Running, StepState.Done), new Viewers([Olga], readers)));
    }

    [Fact]
    public async Task Card_WithSeveralFailedSteps_AsksForEachWithItsPathDeadlineAndDefault()
    {
        var asking = Enumerable.Range(1, 2).Select(number => new StepView(
            new StepPath($"tablet {number}/start"), StepKind.Effect, "start it", StepState.AwaitingDecision, false, number == 2,
            [new StepAttemptView(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, $"broke {number}")], null, null, null, [])
        {
            AskedUntil = DateTimeOffset.UnixEpoch.AddHours(1),
            DefaultDecision = Decision.Abort,
        });

        var html = await CardAsync(EvilRun(RunState.AwaitingDecision) with { Steps = [.. asking] }, Everybody);

        Assert.Equal(["Pause", "AbortNow", "Retry", "Abort", "Retry", "Skip", "Abort"], Reactions(html));
        foreach (var said in new[] { "broke 1", "broke 2", "data-step=\"tablet 1/start\"", "data-step=\"tablet 2/start\"", "by 1970-01-01 01:00:00 UTC", ": <b>abort</b>", "data-until=\"3600000\"" })
            Assert.Contains(said, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WithAQuestion_OffersItsChoices()
    {
        var run = EvilRun(RunState.AwaitingDecision);
        var question = run.Steps[0] with { Choices = ["one", "two", Evil] };

        var html = await CardAsync(run with { Steps = [question] }, Everybody);

        Assert.Equal(["Pause", "AbortNow", "Answer1", "Answer2", "Answer3", "Abort"], Reactions(html));
        AssertHarmless(html);
    }

    [Fact]
    public async Task Card_OfAChangedCluster_ListsTheDifferencesAndConfirmsExactlyThose()
    {
        var run = EvilRun(RunState.Paused, StepState.Done) with
        {
            ConfirmHash = "0123456789abcdef0",
            Drifts = [new DriftView(new StepPath("tablet 1"), DateTimeOffset.UnixEpoch, ["members: 3 to 2", Evil], "0123456789abcdef0", 1, [])],
        };

        var html = await CardAsync(run, Everybody);

        Assert.Contains("<li>members: 3 to 2</li>", html, StringComparison.Ordinal);
        Assert.Contains("<section class=\"drift\" data-hash=\"0123456789abcdef0\">", html, StringComparison.Ordinal);
        Assert.Equal(["Pause", "Abort", "Approve"], Reactions(html));
        AssertHarmless(html);
    }

    [Fact]
    public async Task Card_OfAFailedRun_TellsWhatIsLeftAndHow()
    {
        var run = EvilRun(RunState.Failed, StepState.Abandoned) with
        {
            LeftUndone = [new LeftUndone(new StepPath("x"), "tablet 1 is down", "bin/start.sh start tablet"), new LeftUndone(new StepPath("y"), Evil, Evil)],
            GuardViolations = [new GuardViolationView("two away", Evil, DateTimeOffset.UnixEpoch, null, false)],
        };

        var html = await CardAsync(run, Everybody);

        foreach (var said in new[] { "tablet 1 is down", "bin/start.sh start tablet</pre>", "STILL HELD:", "guard two away" }) Assert.Contains(said, html, StringComparison.Ordinal);
        AssertHarmless(html);
    }

    [Fact]
    public async Task Card_OfALongRun_StaysSmall()
    {
        var steps = Enumerable.Range(0, 20_000).Select(number => Done(number)).ToList();

        var html = await CardAsync(EvilRun(RunState.Running) with { Steps = steps }, Everybody);

        Assert.InRange(html.Length, 1, 10_000);
    }

    [Fact]
    public async Task Steps_OfALongRun_AreTheNewestAndThoseThatWentWrong()
    {
        var steps = Enumerable.Range(0, 1000).Select(number => Done(number)).ToList();
        steps[3] = steps[3] with { State = StepState.AwaitingDecision };

        var html = await RenderAsync<StepList>(new() { ["Run"] = EvilRun(RunState.AwaitingDecision) with { Steps = steps } });

        Assert.Contains("step-3-of-many", html, StringComparison.Ordinal);
        Assert.Contains("step-999-of-many", html, StringComparison.Ordinal);
        Assert.DoesNotContain("step-4-of-many", html, StringComparison.Ordinal);
        Assert.Contains("799 earlier steps", html, StringComparison.Ordinal);
        Assert.Equal(202, html.Split("<li").Length);
    }

    [Fact]
    public async Task Picture_Any_SaysInWordsWhatBecomesOfEachReplica()
    {
        var stage = new PictureStage("h:1", ["h:1", "h:2"], [
            new PicturePartition("demo.t", "0", [new PictureReplica("h:1", PictureRole.Leader, PictureFate.Away), new PictureReplica("h:2", PictureRole.Follower)], "h:2"),
            new PicturePartition(Evil, "1", [new PictureReplica("h:1", PictureRole.Leader, PictureFate.NotServed)])]);

        var html = await RenderAsync<PlanPictureView>(new() { ["Picture"] = new PlanPicture([stage]) });

        foreach (var said in new[] { "partition 0: leader, leadership goes to :2, goes away", "partition 0: follower, leads for the time", "NOT SERVED", ":1 goes away" }) Assert.Contains(said, html, StringComparison.Ordinal);
        AssertHarmless(html);
    }

    [Fact]
    public async Task Timeline_Any_NamesBarsAndWaitsWithTheirReasons()
    {
        DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        var times = new RunTimes(At(0), At(40_000), TimeSpan.FromSeconds(5), default, default, TimeSpan.FromSeconds(39_000), default, default, default, default, default,
            [new TimelineRow("", [new TimelineBar(At(0), At(39_000), BarKind.Wait, "waits for approval", Evil)]), new TimelineRow("tablet 1", [new TimelineBar(At(39_990), At(39_995), BarKind.Effect, Evil, null)])]);

        var html = await RenderAsync<TimelineView>(new() { ["Times"] = times });

        foreach (var said in new[] { "waits for approval: 10 h 50 min", "our overhead", "url(#hatch-wait)", "tablet 1", "drawn shorter" }) Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        AssertHarmless(html);
    }

    [Fact]
    public async Task PlanMessage_Any_HasItsHashAndTheButtonsForIt()
    {
        var run = EvilRun(RunState.AwaitingApproval) with { Plan = EvilPlan() with { Hash = "0123456789abcdef" }, ValidUntil = DateTimeOffset.UnixEpoch.AddHours(1) };

        var html = await RenderAsync<FeedEntryView>(new() { ["Entry"] = new FeedEntry.PlanMessage("plan-7-x", DateTimeOffset.UnixEpoch, run, ["members: 3 → 2"]), ["Viewers"] = Everybody });

        Assert.Equal(["Approve", "Withdraw", "Reject"], Reactions(html));
        Assert.Contains("data-hash=\"0123456789abcdef\"", html, StringComparison.Ordinal);
        Assert.Contains("needs 1 approval, not by the requester, until 1970-01-01 01:00:00 UTC", html, StringComparison.Ordinal);
        Assert.Contains("<li>members: 3 ", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlanMessage_ForTheOneWhoAsked_HasNoApproval()
    {
        var run = EvilRun(RunState.AwaitingApproval);
        var html = await RenderAsync<PlanMessage>(new()
        {
            ["Entry"] = new FeedEntry.PlanMessage("plan-7-x", DateTimeOffset.UnixEpoch, run with { Summary = run.Summary with { RequestedBy = Olga.Id } }, []),
            ["Viewers"] = Everybody,
        });

        Assert.Equal(["Withdraw", "Reject"], Reactions(html));
    }

    private static readonly Person Olga = new(new PersonId("olga"), "Olga", ["operator"]);
    private static readonly Viewers Everybody = new([Olga], new PeopleDirectory([Olga], [new Grant("operator", ["*"], ["*"], ["*"])]));

    private static StepView Done(int number) => new(
        new StepPath($"tablet/step-{number}-of-many"), StepKind.Effect, "done", StepState.Done, false, false, [], null, null, null, []);

    private static RunView BrokenGlass()
    {
        var run = EvilRun(RunState.Running);
        return run with { Request = run.Request with { BreakGlass = Evil } };
    }

    private static void AssertHarmless(string html)
    {
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\" onload=\"", html, StringComparison.Ordinal);
    }

    private static FeedEntry.Answer Answer(Reply reply) => new("a", DateTimeOffset.UnixEpoch, reply);

    private static Plan EvilPlan() => new(
        Evil, Evil, Evil, [new PlannedStep(Evil, StepKind.Effect, Evil, [Evil])], [new PlanImpact(Evil, 1)], [new PlannedHold(Evil, Evil, Evil)],
        new Dictionary<string, string> { [Evil] = Evil }, [new PlannedRisk(RiskTier.High, Evil)], [Evil], Fingerprint.Empty, RiskTier.High, TimeSpan.FromMinutes(1));

    private static RunView EvilRun(RunState state, StepState step = StepState.AwaitingDecision) => new(
        new RunSummary(new RunId(7), state, Evil, Evil, new PersonId(Evil), DateTimeOffset.UnixEpoch, null, null, Evil),
        new RunRequest(Evil, Evil, Evil, "{}", [], new PersonId(Evil), Evil), EvilPlan(), new ApprovalPolicy(1, TimeSpan.FromHours(1)),
        [new ApprovalView(new PersonId(Evil), DateTimeOffset.UnixEpoch)],
        [
            new StepView(new StepPath(Evil), StepKind.Effect, Evil, step, false, true, [new StepAttemptView(1, DateTimeOffset.UnixEpoch, null, Evil)], Evil, DateTimeOffset.UnixEpoch, Evil, [Evil]),
            new StepView(new StepPath(Evil + "2"), StepKind.Effect, Evil, step == StepState.AwaitingDecision ? StepState.Running : step, false, true, [], Evil, null, null, []),
        ],
        [new HoldView(Evil, Evil, Evil, DateTimeOffset.UnixEpoch)], [Evil]);

    private async Task<IEnumerable<string>> ReactionsAsync(RunView run, Viewers viewers) => Reactions(await CardAsync(run, viewers));

    private Task<string> CardAsync(RunView run, Viewers viewers) => RenderAsync<RunCard>(new() { ["Run"] = run, ["Id"] = "run-7", ["Viewers"] = viewers });

    private static IEnumerable<string> Reactions(string html) => html.Split("data-react=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);

    private Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : Microsoft.AspNetCore.Components.IComponent =>
        new FragmentRenderer(_services, _services.GetRequiredService<ILoggerFactory>()).RenderAsync<TComponent>(parameters);
}
