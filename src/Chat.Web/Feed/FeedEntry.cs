using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Feed;

/// <summary>One thing in the channel. <see cref="Id"/> is the id of its element on the page, so that an entry can be replaced in place.</summary>
public abstract record FeedEntry(string Id, DateTimeOffset At)
{
    /// <summary>What somebody typed.</summary>
    public sealed record Message(string Id, DateTimeOffset At, string Author, string Text) : FeedEntry(Id, At);

    /// <summary>What the bot answered for everybody.</summary>
    public sealed record Answer(string Id, DateTimeOffset At, Reply Reply) : FeedEntry(Id, At);

    /// <summary>A plan that people are asked to approve, or a change that they are asked to confirm, with the buttons for it. Posted once and never changed.</summary>
    /// <param name="Run">As it was when this was posted.</param>
    /// <param name="Difference">To what was approved before for this run, as sentences; empty for the first plan.</param>
    public sealed record PlanMessage(string Id, DateTimeOffset At, RunView Run, IReadOnlyList<string> Difference) : FeedEntry(Id, At)
    {
        public static string IdOf(RunView run) => $"plan-{run.Summary.Id}-{run.AskedHash()}";
    }

    /// <summary>A run's card, kept up to date.</summary>
    public sealed record Card(string Id, DateTimeOffset At, RunView Run) : FeedEntry(Id, At)
    {
        public static string IdOf(RunId run) => $"run-{run}";
    }
}
