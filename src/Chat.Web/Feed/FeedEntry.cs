using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Feed;

/// <summary>One thing in the channel. <see cref="Id"/> is the id of its element on the page, so that an entry can be replaced in place.</summary>
public abstract record FeedEntry(string Id, DateTimeOffset At)
{
    /// <summary>What somebody typed.</summary>
    public sealed record Message(string Id, DateTimeOffset At, string Author, string Text) : FeedEntry(Id, At);

    /// <summary>What the bot answered for everybody.</summary>
    public sealed record Answer(string Id, DateTimeOffset At, Reply Reply) : FeedEntry(Id, At);

    /// <summary>A run's card, kept up to date.</summary>
    public sealed record Card(string Id, DateTimeOffset At, RunView Run) : FeedEntry(Id, At)
    {
        public static string IdOf(RunId run) => $"run-{run}";
    }
}
