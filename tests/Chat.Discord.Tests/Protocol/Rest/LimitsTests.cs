using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class LimitsTests
{
    private static readonly RestRequest Short = new(RestOperation.EditMessage, HttpMethod.Patch, "a", "a");
    private static readonly RestRequest Upload = Short with { Files = [new DiscordFile("a.log", new byte[1])] };

    private readonly ManualTime _time = new();
    private long _tickets;

    [Fact]
    public async Task Global_SecondIsFull_WaitsForTheNext()
    {
        var limit = new GlobalLimit(3, 9, 9, _time);
        for (var i = 0; i < 3; i++) Assert.True(limit.EnterAsync(Short, Ticket(), CancellationToken.None).IsCompletedSuccessfully);
        var fourth = limit.EnterAsync(Short, Ticket(), CancellationToken.None);

        Assert.False(fourth.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.01));
        await fourth.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Global_TooManyUnderWay_WaitsForAnAnswer()
    {
        var limit = new GlobalLimit(9, 2, 2, _time);
        for (var i = 0; i < 2; i++) Assert.True(limit.EnterAsync(Short, Ticket(), CancellationToken.None).IsCompletedSuccessfully);
        using var gone = new CancellationTokenSource();
        var third = limit.EnterAsync(Short, Ticket(), gone.Token);
        var fourth = limit.EnterAsync(Short, Ticket(), CancellationToken.None);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(fourth.IsCompleted);
        limit.Leave(Short);
        await fourth.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Global_Paused_WaitsForTheLongerPause()
    {
        var limit = new GlobalLimit(3, 9, 9, _time);
        limit.Pause(TimeSpan.FromSeconds(10));
        limit.Pause(TimeSpan.FromSeconds(1));
        var turn = limit.EnterAsync(Short, Ticket(), CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await turn.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Global_TooManyUnderWay_TheMostUrgentIsNext()
    {
        var limit = new GlobalLimit(9, 1, 1, _time);
        await limit.EnterAsync(Short, Ticket(), CancellationToken.None);
        var edit = limit.EnterAsync(Short with { Priority = RestPriority.Progress }, Ticket(), CancellationToken.None);
        var (second, first) = (limit.EnterAsync(Short, 9, CancellationToken.None), limit.EnterAsync(Short, 8, CancellationToken.None));

        foreach (var next in new[] { first, second, edit })
        {
            Assert.False(next.IsCompleted);
            limit.Leave(Short);
            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Global_ManyUploads_LeaveRoomForWhatIsShort()
    {
        var limit = new GlobalLimit(99, 4, 2, _time);
        using var gone = new CancellationTokenSource();
        for (var i = 0; i < 2; i++) Assert.True(limit.EnterAsync(Upload, Ticket(), CancellationToken.None).IsCompletedSuccessfully);
        var third = limit.EnterAsync(Upload, Ticket(), gone.Token);
        var fourth = limit.EnterAsync(Upload, Ticket(), CancellationToken.None);

        Assert.False(third.IsCompleted || fourth.IsCompleted);
        for (var i = 0; i < 2; i++) Assert.True(limit.EnterAsync(Short, Ticket(), CancellationToken.None).IsCompletedSuccessfully);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        limit.Leave(Upload);
        await fourth.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Global_UploadGivesUpWaiting_LeavesItsPlaceToAnother()
    {
        var limit = new GlobalLimit(99, 1, 1, _time);
        using var gone = new CancellationTokenSource();
        await limit.EnterAsync(Short, Ticket(), CancellationToken.None);
        var first = limit.EnterAsync(Upload, Ticket(), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        limit.Leave(Short);

        await limit.EnterAsync(Upload, Ticket(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
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

    private long Ticket() => ++_tickets;
}
