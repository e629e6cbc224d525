using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class BucketsTests
{
    private static readonly RestRequest Send = Request("POST", "a", "1");
    private static readonly RestRequest Edit = Request("PATCH", "b", "1");

    private readonly ManualTime _time = new();
    private readonly Buckets _buckets;

    public BucketsTests() => _buckets = new Buckets(_time);

    [Fact]
    public async Task Enter_Busy_LetsTheMoreUrgentAndThenTheEarlierThrough()
    {
        var current = await EnterAsync(Send, 1);
        var edit = EnterAsync(Send with { Priority = RestPriority.Progress }, 2);
        var second = EnterAsync(Send, 4);
        var first = EnterAsync(Send, 3);

        await LeaveInTurnAsync(current, first, second, edit);
    }

    [Fact]
    public async Task Enter_Closed_OpensWhenItsTimeHasPassed()
    {
        _buckets.Of(Send).Close(TimeSpan.FromSeconds(5));
        _buckets.Of(Send).Close(TimeSpan.FromSeconds(2));
        var turn = EnterAsync(Send, 1);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.3));
        await Wait.ForAsync(turn);
    }

    [Fact]
    public async Task Enter_WaiterGoesAway_IsPassedOver()
    {
        using var gone = new CancellationTokenSource();
        var current = await EnterAsync(Send, 1);
        var first = _buckets.EnterAsync(Send, 2, gone.Token);
        var second = EnterAsync(Send, 3);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _buckets.Leave(current);
        _buckets.Leave(await Wait.ForAsync(second));
        Assert.True(_buckets.Of(Send).IsIdle);
    }

    [Fact]
    public void Learn_OneNameForTwoRoutes_IsOneLimitPerChannel()
    {
        Assert.NotSame(_buckets.Of(Send), _buckets.Of(Edit));

        Learn(Send, "same");
        _buckets.Learn(Edit, RateLimitHeaders.None with { Bucket = "same", Remaining = 0, ResetAfter = TimeSpan.FromSeconds(9) });

        Assert.Same(_buckets.Of(Send), _buckets.Of(Edit));
        Assert.True(_buckets.Of(Send).Closed > TimeSpan.FromSeconds(8));
        Assert.Equal(TimeSpan.Zero, _buckets.Of(Request("PATCH", "b", "2")).Closed);
    }

    [Fact]
    public async Task Learn_NameOfABusyLimit_MovesWhoIsUnderWayAndWhoWaits()
    {
        Learn(Edit, "same");
        var held = await EnterAsync(Edit, 1);
        var first = await EnterAsync(Send, 2);
        var waiting = EnterAsync(Send, 3);

        Learn(Send, "same");
        _buckets.Leave(first);
        await Task.Yield();
        Assert.False(waiting.IsCompleted);
        _buckets.Leave(held);

        Assert.Same(_buckets.Of(Edit), (await Wait.ForAsync(waiting)).Bucket);
    }

    [Fact]
    public async Task Learn_NameWhileSomeWait_LetsNobodyOvertakeThem()
    {
        var current = await EnterAsync(Edit, 1);
        var second = EnterAsync(Edit, 2);
        var third = EnterAsync(Edit, 3);

        Learn(Edit, "new");
        var fourth = EnterAsync(Edit, 4);

        await LeaveInTurnAsync(current, second, third, fourth);
    }

    [Fact]
    public async Task Learn_NameFromARefusal_KeepsTheRepeatedOneFirstAndTheLimitClosed()
    {
        var current = await EnterAsync(Edit, 1);
        _buckets.Of(Edit).Close(TimeSpan.FromSeconds(5));
        var second = EnterAsync(Edit, 2);

        Learn(Edit, "new");
        Assert.True(_buckets.Of(Edit).Closed > TimeSpan.FromSeconds(4));
        _buckets.Leave(current);
        var repeated = EnterAsync(Edit, 1);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(second.IsCompleted || repeated.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await LeaveInTurnAsync(await Wait.ForAsync(repeated), second);
    }

    [Fact]
    public async Task Learn_OneRouteOfALimitGetsAnother_LeavesTheOtherRouteThere()
    {
        Learn(Send, "same");
        Learn(Edit, "same");
        var current = await EnterAsync(Send, 1);
        var edit = EnterAsync(Edit, 2);
        var send = EnterAsync(Send, 3);

        Learn(Edit, "own");

        Assert.Same(_buckets.Of(Edit), (await Wait.ForAsync(edit)).Bucket);
        await LeaveInTurnAsync(current, send);
    }

    [Fact]
    public void Of_ThousandsOfInteractions_AreForgotten()
    {
        var first = _buckets.Of(Request("POST", "a", "0"));
        for (var i = 1; i < 5000; i++) _buckets.Of(Request("POST", "a", $"{i}"));

        Assert.NotSame(first, _buckets.Of(Request("POST", "a", "0")));
    }

    private Task<BucketTurn> EnterAsync(RestRequest request, long ticket) => _buckets.EnterAsync(request, ticket, CancellationToken.None);

    private void Learn(RestRequest request, string name) => _buckets.Learn(request, RateLimitHeaders.None with { Bucket = name });

    /// <summary>Each comes when the one before has left, and none of those after it.</summary>
    private async Task LeaveInTurnAsync(BucketTurn current, params Task<BucketTurn>[] waiting)
    {
        for (var i = 0; i < waiting.Length; i++)
        {
            await Task.Yield();
            Assert.DoesNotContain(waiting[i..], next => next.IsCompleted);
            _buckets.Leave(current);
            current = await Wait.ForAsync(waiting[i]);
        }
    }

    private static RestRequest Request(string method, string route, string major) => new(RestOperation.EditMessage, new HttpMethod(method), route, route) { Major = major };
}
