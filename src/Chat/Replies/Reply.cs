using Nightshift.Runs;

namespace Nightshift.Chat.Replies;

/// <summary>What the bot answers to one message; each channel renders it in its own way.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>Sentences for everybody in the channel.</summary>
    public sealed record Text(string Content) : Reply;

    /// <summary>Seen only by the one who asked: the request was wrong or is not theirs to make.</summary>
    public sealed record Refusal(string Content) : Reply;

    /// <summary>The request was right and could not be answered: a cluster that cannot be read, a store that fails.</summary>
    public sealed record Failure(string Content) : Reply;

    /// <summary>Rows under headings, with a sentence above and one below.</summary>
    public sealed record Table(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Summary) : Reply;

    /// <summary>One answer per cluster, in the order of the configuration.</summary>
    public sealed record Several(IReadOnlyList<Reply> Parts) : Reply;

    /// <summary>A plan that nobody was asked to approve.</summary>
    /// <param name="Needs">Whose approval it would need; null for one that cannot be carried out anyway.</param>
    public sealed record PlanOnly(Plan Plan, string? Needs = null) : Reply;

    /// <summary>A run: the channel shows its card and keeps it up to date.</summary>
    public sealed record Run(RunId Id) : Reply;

    /// <summary>One run with all that is known of it.</summary>
    /// <param name="History">Every event, and where the time went; null where nobody keeps it.</param>
    public sealed record RunDetails(RunView View, RunHistory? History = null) : Reply;
}
