using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Service;
using Nightshift.Chat.Web.Feed;
using Nightshift.Chat.Web.Tests.Endpoints;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Web.Tests.Feed;

public sealed class RunCardsTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly IRuns _runs = Substitute.For<IRuns>();
    private readonly WebFeed _feed = new(TimeProvider.System);
    private readonly Channel<RunUpdate> _updates = Channel.CreateUnbounded<RunUpdate>();
    private RunCards _cards = null!;

    public async Task InitializeAsync()
    {
        _runs.ListAsync(0, default).ReturnsForAnyArgs(call => [Page.Waiting().Summary]);
        _runs.FindAsync(default, default).ReturnsForAnyArgs(Page.Waiting());
        _runs.WatchAsync(null, default).ReturnsForAnyArgs(call => ReadAsync(call.Arg<CancellationToken>()));
        _cards = new RunCards(_runs, _feed, TimeProvider.System, NullLogger<RunCards>.Instance);
        await _cards.StartAsync(default);
    }

    public Task DisposeAsync() => _cards.StopAsync(default);

    public void Dispose() => _cards.Dispose();

    [Fact]
    public async Task PlanMessage_OnceApproved_IsTheSameWhileTheCardChanges()
    {
        await UntilAsync(() => Plans.Count == 1 && Cards.Count == 1);
        var posted = Assert.Single(Plans);

        Change(Page.Waiting(state: RunState.Running) with { Approvals = [new ApprovalView(new PersonId("olga"), DateTimeOffset.UnixEpoch)] });
        await UntilAsync(() => Cards[0].Run.Summary.State == RunState.Running);

        Assert.Same(posted, Assert.Single(Plans));
        Assert.Empty(posted.Run.Approvals);
    }

    [Fact]
    public async Task PlanMessage_AfterADrift_IsAnotherWithTheDifferenceAndTheOldOneStays()
    {
        await UntilAsync(() => Plans.Count == 1);
        var old = Plans[0];

        Change(Page.Waiting("fedcba9876543210", members: "2"));
        await UntilAsync(() => Plans.Count == 2);

        Assert.Same(old, Plans[0]);
        Assert.Equal(["members: 3 → 2"], Plans[1].Difference);
        Assert.NotEqual(old.Id, Plans[1].Id);
        Assert.Single(Cards);
    }

    [Fact]
    public async Task PlanMessage_WhenTheRunStandsBeforeANode_IsAnotherForTheChange()
    {
        await UntilAsync(() => Plans.Count == 1);
        var standing = Page.Waiting(state: RunState.Paused) with
        {
            ConfirmHash = "fedcba9876543210",
            Drifts = [new DriftView(new StepPath("tablet"), DateTimeOffset.UnixEpoch, ["members: 3 → 2", "version: a → b"], "fedcba9876543210", 1, [])],
        };

        Change(standing with { Summary = standing.Summary with { Reason = "the cluster changed" } });
        await UntilAsync(() => Plans.Count == 2);

        Assert.Equal(["members: 3 → 2", "version: a → b"], Plans[1].Difference);
        Assert.Equal("fedcba9876543210", Plans[1].Run.AskedHash());
    }

    [Fact]
    public async Task PlanMessage_WhileMuchIsSaid_StaysUntilItsRunHasEnded()
    {
        await UntilAsync(() => Plans.Count == 1 && Cards.Count == 1);
        for (var i = 0; i < 1000; i++) _feed.Put(new FeedEntry.Message($"m{i}", DateTimeOffset.UnixEpoch, "op", "talk"));
        Assert.Equal((1, 1, 300), (Plans.Count, Cards.Count, _feed.Entries.Count));

        Change(Page.Waiting(state: RunState.Rejected));
        await UntilAsync(() => Cards[0].Run.Summary.State == RunState.Rejected);
        for (var i = 1000; i < 2000; i++) _feed.Put(new FeedEntry.Message($"m{i}", DateTimeOffset.UnixEpoch, "op", "talk"));
        Assert.Equal((0, 0, 300), (Plans.Count, Cards.Count, _feed.Entries.Count));
    }

    private List<FeedEntry.PlanMessage> Plans => [.. _feed.Entries.OfType<FeedEntry.PlanMessage>()];

    private List<FeedEntry.Card> Cards => [.. _feed.Entries.OfType<FeedEntry.Card>()];

    private void Change(RunView view)
    {
        _runs.FindAsync(default, default).ReturnsForAnyArgs(view);
        Assert.True(_updates.Writer.TryWrite(new RunUpdate(view.Summary.Id, view.Summary.State, "plan-made", null, null, DateTimeOffset.UnixEpoch)));
    }

    private async IAsyncEnumerable<RunUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in _updates.Reader.ReadAllAsync(cancellationToken)) yield return update;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            if (DateTime.UtcNow > deadline) throw new TimeoutException("the feed never got there");
            await Task.Delay(10);
        }
    }
}
