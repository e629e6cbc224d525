using Nightshift.Chat.Replies;
using Nightshift.Chat.Web.Feed;

namespace Nightshift.Chat.Web.Tests.Feed;

public sealed class FeedAnnouncementsTests
{
    [Fact]
    public void Announce_Reply_StandsInTheFeedAsTheBotsOwn()
    {
        var feed = new WebFeed(TimeProvider.System);
        new FeedAnnouncements(feed, TimeProvider.System).Announce(new Reply.Text("left behind"));
        var answer = Assert.IsType<FeedEntry.Answer>(Assert.Single(feed.Entries));
        Assert.Equal(new Reply.Text("left behind"), answer.Reply);
    }
}
