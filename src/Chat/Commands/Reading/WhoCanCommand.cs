using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Commands.Reading;

/// <summary><c>/who-can upgrade tablet --on prod</c>: the people who may, each with the rule by which they may.</summary>
public sealed class WhoCanCommand(Func<CommandTable> table, ClusterChoice choice, PeopleDirectory people) : ChatCommand, ICommandSource
{
    public override string Words => "who-can";

    public override string Summary => "The people who may give a command, and by which rule";

    public override string Usage => "<command> [--on cluster]";

    public override IReadOnlyList<CommandParameter> Parameters => [new("command", "the command that is meant, or its first words", ParameterForm.Line) { IsRequired = true }, CommandParameter.On];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>([this]);

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (named, words) = OnOption.Take(invocation.Arguments);
        if (words.Count == 0) throw new CommandRefusedException($"usage: /{Words} {Usage}; for example /{Words} upgrade tablet");
        var asked = string.Join(' ', words).TrimStart('/');
        var permission = await PermissionOfAsync(asked, cancellationToken) with { Cluster = named is null ? null : choice.Existing(named) };
        var rows = people.People
            .Select(person => (person, grant: people.GrantOf(person, permission)))
            .Where(candidate => candidate.grant is not null)
            .Select(IReadOnlyList<string> (candidate) => Row(candidate.person, candidate.grant!))
            .ToList();
        var where = named is null ? "somewhere" : $"on {named}";
        return new Reply.Table($"Who can {asked} {where}", ["person", "name", "by", "commands", "clusters", "components"], rows,
            rows.Count == 0 ? "nobody, by the configured rights" : $"{rows.Count} {(rows.Count == 1 ? "person" : "people")}");
    }

    public override async Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is [.., OnOption.Name, var begun]) return choice.Complete(person, Words, begun);
        if (arguments.Count > 1) return [];
        var typed = arguments.LastOrDefault("");
        var words = (await table().AllAsync(cancellationToken)).Where(command => command.MissingKind is null).Select(command => command.Words.Split(' ')[0]).Append(Permission.BreakGlass);
        return [.. words.Distinct().Where(word => word.StartsWith(typed, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(word => new Completion(word, "who can"))];
    }

    /// <summary>Of one command, or of all that begin with these words.</summary>
    /// <exception cref="CommandRefusedException">No command begins so.</exception>
    private async Task<Permission> PermissionOfAsync(string asked, CancellationToken cancellationToken)
    {
        if (asked == Permission.BreakGlass) return new Permission(asked, null, null);
        var all = await table().AllAsync(cancellationToken);
        if (all.FirstOrDefault(command => command.Words == asked) is { } exact) return exact.Visible;
        return all.Any(command => command.Words.StartsWith(asked + " ", StringComparison.Ordinal))
            ? new Permission(asked.Split(' ')[0], null, null)
            : throw new CommandRefusedException($"there is no command '/{(asked.Length <= 60 ? asked : string.Concat(asked.AsSpan(0, 60), "…"))}'; /help lists them");
    }

    private static IReadOnlyList<string> Row(Person person, Grant grant) =>
    [
        person.Id.Value, person.IsBot ? $"{person.Name} (a bot)" : person.Name, grant.By(person),
        string.Join(", ", grant.Commands), string.Join(", ", grant.Clusters), string.Join(", ", grant.Components),
    ];
}
