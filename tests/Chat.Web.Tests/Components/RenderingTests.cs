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
public sealed class RenderingTests : IAsyncDisposable
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

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

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

    [Fact]
    public async Task Card_OfEachState_OffersWhatMakesSense()
    {
        Assert.Empty(Reactions(await RenderAsync<RunCard>(new() { ["Run"] = EvilRun(RunState.AwaitingApproval, StepState.Done) with { Steps = [] }, ["Id"] = "run-7" })));
        Assert.Equal(["Retry", "Skip", "Abort", "AbortNow"], await ReactionsAsync(RunState.AwaitingDecision, StepState.AwaitingDecision));
        Assert.Equal(["Abort", "AbortNow"], await ReactionsAsync(RunState.Running, StepState.Running));
        Assert.Empty(await ReactionsAsync(RunState.Succeeded, StepState.Done));
    }

    [Fact]
    public async Task PlanMessage_Any_HasItsHashAndTheButtonsForIt()
    {
        var run = EvilRun(RunState.AwaitingApproval) with { Plan = EvilPlan() with { Hash = "0123456789abcdef" }, ValidUntil = DateTimeOffset.UnixEpoch.AddHours(1) };

        var html = await RenderAsync<FeedEntryView>(new() { ["Entry"] = new FeedEntry.PlanMessage("plan-7-x", DateTimeOffset.UnixEpoch, run, ["members: 3 → 2"]) });

        Assert.Equal(["Approve", "Withdraw", "Reject"], Reactions(html));
        Assert.Contains("data-hash=\"0123456789abcdef\"", html, StringComparison.Ordinal);
        Assert.Contains("needs 1 approval, not by the requester, until 1970-01-01 01:00:00 UTC", html, StringComparison.Ordinal);
        Assert.Contains("<li>members: 3 ", html, StringComparison.Ordinal);
    }

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

    private async Task<IEnumerable<string>> ReactionsAsync(RunState state, StepState step)
    {
        var html = await RenderAsync<RunCard>(new() { ["Run"] = EvilRun(state, step), ["Id"] = "run-7" });
        return Reactions(html);
    }

    private static IEnumerable<string> Reactions(string html) => html.Split("data-react=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);

    private Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : Microsoft.AspNetCore.Components.IComponent =>
        new FragmentRenderer(_services, _services.GetRequiredService<ILoggerFactory>()).RenderAsync<TComponent>(parameters);
}
