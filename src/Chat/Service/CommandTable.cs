using Nightshift.Chat.Commands;
using Nightshift.Chat.Grammar;
using Nightshift.Chat.People;
using Nightshift.Playbooks;

namespace Nightshift.Chat.Service;

/// <summary>All commands at this moment: the built-in ones and one per playbook on disk. The longest match of words wins.</summary>
public sealed class CommandTable(IEnumerable<ICommandSource> sources)
{
    private readonly List<ICommandSource> _sources = [.. sources];

    public async Task<IReadOnlyList<ChatCommand>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<ChatCommand>();
        foreach (var source in _sources) all.AddRange(await source.CommandsAsync(cancellationToken));
        return [.. all.OrderBy(command => command.Words, StringComparer.Ordinal)];
    }

    /// <summary>What this person has the right to somewhere, also where no cluster of its kind is configured.</summary>
    public async Task<IReadOnlyList<ChatCommand>> AllowedAsync(Person person, PeopleDirectory people, CancellationToken cancellationToken) =>
        [.. (await AllAsync(cancellationToken)).Where(command => people.May(person, command.Visible))];

    /// <summary>What this person may say, to clusters that there are.</summary>
    public async Task<IReadOnlyList<ChatCommand>> VisibleToAsync(Person person, PeopleDirectory people, CancellationToken cancellationToken) =>
        [.. (await AllowedAsync(person, people, cancellationToken)).Where(command => command.MissingKind is null)];

    /// <exception cref="CommandRefusedException">There is no such command; the message names the nearest ones.</exception>
    public async Task<(ChatCommand Command, IReadOnlyList<string> Arguments)> FindAsync(CommandText text, CancellationToken cancellationToken)
    {
        var all = await AllAsync(cancellationToken);
        var match = all
            .Select(command => (command, words: command.Words.Split(' ')))
            .Where(candidate => text.Tokens.Take(candidate.words.Length).SequenceEqual(candidate.words, StringComparer.Ordinal))
            .OrderByDescending(candidate => candidate.words.Length)
            .FirstOrDefault();
        if (match.command is not null) return (match.command, [.. text.Tokens.Skip(match.words.Length)]);
        var begun = all.Where(command => command.Words.Split(' ')[0] == text.Tokens[0]).ToList();
        var known = begun.Where(command => command.MissingKind is null).ToList();
        if ((known.Count > 0 ? known : begun) is [{ Short: not null } only]) return (only, [.. text.Tokens.Skip(1)]);
        throw new CommandRefusedException(Missing(text, begun, known) ?? UnknownCommand(text, known, all));
    }

    /// <summary>Why there is nothing to give it to: what goes on as typed is for clusters of a kind that is not configured.</summary>
    private static string? Missing(CommandText text, List<ChatCommand> begun, List<ChatCommand> known)
    {
        var typed = string.Join(' ', text.Tokens.Take(2));
        var further = begun.Where(command => $"{command.Words} ".StartsWith($"{typed} ", StringComparison.Ordinal)).ToList();
        if (further.Count == 0 && known.Count == 0) further = begun;
        return further.Count > 0 && further.TrueForAll(command => command.MissingKind is not null) ? ClusterChoice.NoneOf(further[0].MissingKind!) : null;
    }

    private static string UnknownCommand(CommandText text, List<ChatCommand> near, IReadOnlyList<ChatCommand> all)
    {
        var first = text.Tokens[0].Length <= 40 ? text.Tokens[0] : string.Concat(text.Tokens[0].AsSpan(0, 40), "…");
        if (near.Count > 0) return $"/{first} goes on as one of: {string.Join(", ", near.Select(command => $"/{command.Words}"))}";
        var typed = string.Join(' ', text.Tokens.Take(2));
        var words = all.Where(command => command.MissingKind is null).Select(command => command.Words).ToList();
        var meant = NearestName.Of(typed, words) ?? NearestName.Of(text.Tokens[0], words);
        return $"there is no command '/{first}'; {(meant is null ? "/help lists them" : $"did you mean '/{meant}'?")}";
    }
}

/// <summary>Where commands come from; asked anew each time, so that a new playbook is a new command.</summary>
public interface ICommandSource
{
    Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken);
}
