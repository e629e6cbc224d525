using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class LimitsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Bucket_Busy_LetsTheMoreUrgentAndThenTheEarlierThrough()
    {
        using var bucket = new Bucket(_time);
        await bucket.EnterAsync(RestPriority.Normal, 1, CancellationToken.None);
        var edit = bucket.EnterAsync(RestPriority.Progress, 2, CancellationToken.None);
        var second = bucket.EnterAsync(RestPriority.Normal, 4, CancellationToken.None);
        var first = bucket.EnterAsync(RestPriority.Normal, 3, CancellationToken.None);

        foreach (var next in new[] { first, second, edit })
        {
            Assert.False(next.IsCompleted);
            bucket.Leave();
            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Bucket_Closed_OpensWhenItsTimeHasPassed()
    {
        using var bucket = new Bucket(_time);
        bucket.Close(TimeSpan.FromSeconds(5));
        bucket.Close(TimeSpan.FromSeconds(2));
        var turn = bucket.EnterAsync(RestPriority.Normal, 1, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.3));
        await turn.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Bucket_WaiterGoesAway_IsPassedOver()
    {
        using var bucket = new Bucket(_time);
        using var gone = new CancellationTokenSource();
        await bucket.EnterAsync(RestPriority.Normal, 1, CancellationToken.None);
        var first = bucket.EnterAsync(RestPriority.Normal, 2, gone.Token);
        var second = bucket.EnterAsync(RestPriority.Normal, 3, CancellationToken.None);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        bucket.Leave();
        await second.WaitAsync(TimeSpan.FromSeconds(30));
        bucket.Leave();
        Assert.True(bucket.IsIdle);
    }

    [Fact]
    public void Buckets_OneNameForTwoRoutes_IsOneLimitPerChannel()
    {
        var buckets = new Buckets(_time);
        var (send, edit, other) = (Request("POST", "a", "1"), Request("PATCH", "b", "1"), Request("PATCH", "b", "2"));
        Assert.NotSame(buckets.Of(send), buckets.Of(edit));

        buckets.Learn(send, RateLimitHeaders.None with { Bucket = "same" });
        buckets.Learn(edit, RateLimitHeaders.None with { Bucket = "same", Remaining = 0, ResetAfter = TimeSpan.FromSeconds(9) });

        Assert.Same(buckets.Of(send), buckets.Of(edit));
        Assert.True(buckets.Of(send).Closed > TimeSpan.FromSeconds(8));
        Assert.Equal(TimeSpan.Zero, buckets.Of(other).Closed);
    }

    [Fact]
    public async Task Buckets_NameLearnedWhileWaiting_MovesTheWaiter()
    {
        var buckets = new Buckets(_time);
        var (send, edit) = (Request("POST", "a", "1"), Request("PATCH", "b", "1"));
        buckets.Learn(edit, RateLimitHeaders.None with { Bucket = "same" });
        var held = await buckets.EnterAsync(edit, 1, CancellationToken.None);
        var first = await buckets.EnterAsync(send, 2, CancellationToken.None);
        var waiting = buckets.EnterAsync(send, 3, CancellationToken.None);

        buckets.Learn(send, RateLimitHeaders.None with { Bucket = "same" });
        first.Leave();
        await Task.Yield();
        Assert.False(waiting.IsCompleted);
        held.Leave();

        Assert.Same(held, await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Buckets_ThousandsOfInteractions_AreForgotten()
    {
        var buckets = new Buckets(_time);
        var first = buckets.Of(Request("POST", "a", "0"));
        for (var i = 1; i < 5000; i++) buckets.Of(Request("POST", "a", $"{i}"));

        Assert.NotSame(first, buckets.Of(Request("POST", "a", "0")));
    }

    [Fact]
    public async Task Global_SecondIsFull_WaitsForTheNext()
    {
        var limit = new GlobalLimit(3, 9, _time);
        for (var i = 0; i < 3; i++) Assert.True(limit.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
        var fourth = limit.EnterAsync(CancellationToken.None);

        Assert.False(fourth.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.01));
        await fourth.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Global_TooManyUnderWay_WaitsForAnAnswer()
    {
        var limit = new GlobalLimit(9, 2, _time);
        for (var i = 0; i < 2; i++) Assert.True(limit.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
        using var gone = new CancellationTokenSource();
        var third = limit.EnterAsync(gone.Token);
        var fourth = limit.EnterAsync(CancellationToken.None);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(fourth.IsCompleted);
        limit.Leave();
        await fourth.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Global_Paused_WaitsForTheLongerPause()
    {
        var limit = new GlobalLimit(3, 9, _time);
        limit.Pause(TimeSpan.FromSeconds(10));
        limit.Pause(TimeSpan.FromSeconds(1));
        var turn = limit.EnterAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await turn.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(401, null, true)]
    [InlineData(403, null, true)]
    [InlineData(429, "user", true)]
    [InlineData(429, "global", true)]
    [InlineData(429, null, true)]
    [InlineData(429, "shared", false)]
    [InlineData(404, null, false)]
    [InlineData(400, null, false)]
    [InlineData(500, null, false)]
    public void Invalid_Status_CountsAsDiscordCounts(int status, string? scope, bool counts) => Assert.Equal(counts, InvalidRequests.Counts(status, scope));

    [Fact]
    public void Invalid_TooMany_StopsForTheRestOfTenMinutes()
    {
        var invalid = new InvalidRequests(10, _time, NullLogger.Instance);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, invalid.Wait(isUrgent: false));
            invalid.Count(403, null);
            _time.Advance(TimeSpan.FromMinutes(0.5));
        }

        Assert.Equal(TimeSpan.FromMinutes(5), invalid.Wait(isUrgent: false));
        Assert.Equal(TimeSpan.Zero, invalid.Wait(isUrgent: true));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, invalid.Wait(isUrgent: false));
    }

    private static RestRequest Request(string method, string route, string major) => new(RestOperation.EditMessage, new HttpMethod(method), route, route) { Major = major };
}
