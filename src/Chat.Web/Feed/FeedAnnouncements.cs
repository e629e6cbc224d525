using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Web.Feed;

/// <summary>What the program says of its own accord stands in the channel like an answer.</summary>
internal sealed class FeedAnnouncements(WebFeed feed, TimeProvider time) : IAnnouncements
{
    public void Announce(Reply reply) => feed.Put(new FeedEntry.Answer(feed.NextId(), time.GetUtcNow(), reply));
}
