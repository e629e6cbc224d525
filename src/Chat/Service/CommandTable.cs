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

    public async Task<IReadOnlyList<ChatCommand>> VisibleToAsync(Person person, PeopleDirectory people, CancellationToken cancellationToken) =>
        [.. (await AllAsync(cancellationToken)).Where(command => people.May(person, command.Visible))];

    /// <exception cref="CommandRefusedException">There is no such command; the message names the nearest ones.</exception>
    public async Task<(ChatCommand Command, IReadOnlyList<string> Arguments)> FindAsync(CommandText text, CancellationToken cancellationToken)
    {
        var all = await AllAsync(cancellationToken);
        var match = all
            .Select(command => (command, words: command.Words.Split(' ')))
            .Where(candidate => text.Tokens.Take(candidate.words.Length).SequenceEqual(candidate.words, StringComparer.Ordinal))
            .OrderByDescending(candidate => candidate.words.Length)
            .FirstOrDefault();
        if (match.command is null && all.Where(command => command.Words.Split(' ')[0] == text.Tokens[0]).ToList() is [{ Short: not null } only])
            return (only, [.. text.Tokens.Skip(1)]);
        if (match.command is null) throw new CommandRefusedException(UnknownCommand(text, all));
        return (match.command, [.. text.Tokens.Skip(match.words.Length)]);
    }

    private static string UnknownCommand(CommandText text, IReadOnlyList<ChatCommand> all)
    {
        var first = text.Tokens[0].Length <= 40 ? text.Tokens[0] : string.Concat(text.Tokens[0].AsSpan(0, 40), "…");
        var near = all.Where(command => command.Words.Split(' ')[0] == text.Tokens[0]).Select(command => $"/{command.Words}").ToList();
        if (near.Count > 0) return $"/{first} goes on as one of: {string.Join(", ", near)}";
        var typed = string.Join(' ', text.Tokens.Take(2));
        var meant = NearestName.Of(typed, all.Select(command => command.Words)) ?? NearestName.Of(text.Tokens[0], all.Select(command => command.Words));
        return $"there is no command '/{first}'; {(meant is null ? "/help lists them" : $"did you mean '/{meant}'?")}";
    }
}

/// <summary>Where commands come from; asked anew each time, so that a new playbook is a new command.</summary>
public interface ICommandSource
{
    Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken);
}
