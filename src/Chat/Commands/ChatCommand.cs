using Nightshift.Chat.People;
using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Commands;

/// <summary>One thing that people can say, built in or made from a playbook.</summary>
public abstract class ChatCommand
{
    /// <summary>The words that select it, longest match first: <c>upgrade tablet</c>.</summary>
    public abstract string Words { get; }

    /// <summary>A single word that is enough where no other command begins with it; null when there is none.</summary>
    public virtual string? Short => null;

    public abstract string Summary { get; }

    /// <summary>The rest of the line, as help shows it: <c>&lt;endpoint&gt; [--mon]</c>.</summary>
    public virtual string Usage => "";

    /// <summary>Each option with its help, for <c>/help</c> of this one command.</summary>
    public virtual IReadOnlyList<(string Option, string Help)> Options => [];

    /// <summary>What can follow its words, in the order of the line.</summary>
    public virtual IReadOnlyList<CommandParameter> Parameters => [];

    /// <summary>What must be allowed to see it in help; the exact cluster is checked when it is given.</summary>
    public virtual Permission Visible => new(Words.Split(' ')[0], null, null);

    /// <summary>The kind of cluster that it is for, where none of that kind is configured; null where it can be given. Help and completion pass it over.</summary>
    public virtual string? MissingKind => null;

    public abstract Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken);

    /// <summary>What could come next at the end of <paramref name="arguments"/>; the last one may be half a word.</summary>
    public virtual Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Completion>>([]);
}

/// <param name="Text">What replaces the word under the cursor.</param>
public sealed record Completion(string Text, string Help);
