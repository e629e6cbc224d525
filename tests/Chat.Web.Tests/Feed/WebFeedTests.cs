using Nightshift.Chat.Web.Feed;

namespace Nightshift.Chat.Web.Tests.Feed;

public sealed class WebFeedTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly WebFeed _feed = new(TimeProvider.System);

    [Fact]
    public void Put_SameId_ReplacesWhereItStands()
    {
        _feed.Put(Message("a", "one"));
        _feed.Put(Message("b", "two"));
        _feed.Put(Message("a", "changed"));

        Assert.Equal(["changed", "two"], Texts(_feed.Entries));
    }

    [Fact]
    public void Put_MoreThanAreKept_DropsTheOldest()
    {
        for (var i = 0; i < 1000; i++) _feed.Put(Message($"m{i}", $"{i}"));

        Assert.Equal(300, _feed.Entries.Count);
        Assert.Equal("999", Texts(_feed.Entries).Last());
    }

    [Fact]
    public async Task Read_Present_ThenWhatIsPut()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        _feed.Put(Message("a", "one"));
        await using var reader = _feed.ReadAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("one", Text(reader.Current));
        _feed.Put(Message("a", "changed"));
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("changed", Text(reader.Current));
    }

    [Fact]
    public async Task Read_SlowReader_IsLetGoAndReadsTheLastVersionAgain()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        _feed.Put(Message("card", "0"));
        await using var reader = _feed.ReadAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
        Assert.True(await reader.MoveNextAsync());
        for (var i = 1; i <= 501; i++) _feed.Put(Message("card", $"{i}"));

        // It goes on reading, and nothing more is put: without being let go it would wait for ever on an old version.
        var last = "";
        while (await reader.MoveNextAsync()) last = Text(reader.Current);

        Assert.Equal("500", last);
        await using var again = _feed.ReadAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
        Assert.True(await again.MoveNextAsync());
        Assert.Equal("501", Text(again.Current));
    }

    [Fact]
    public void NextId_OfALaterStart_IsAnother()
    {
        var earlier = new WebFeed(new At(1000));
        var later = new WebFeed(new At(2000));

        Assert.NotEqual(earlier.NextId(), later.NextId());
        Assert.NotEqual(earlier.NextId(), earlier.NextId());
    }

    private static FeedEntry.Message Message(string id, string text) => new(id, DateTimeOffset.UnixEpoch, "op", text);

    private static string Text(FeedEntry entry) => ((FeedEntry.Message)entry).Text;

    private static IEnumerable<string> Texts(IEnumerable<FeedEntry> entries) => entries.Select(Text);

    private sealed class At(long milliseconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
