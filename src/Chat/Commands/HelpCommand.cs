using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Commands;

/// <summary>Lists what the person may say to the clusters that there are; with a command's words, how to say it.</summary>
public sealed class HelpCommand(Func<CommandTable> table, PeopleDirectory people) : ChatCommand, ICommandSource
{
    public override string Words => "help";

    public override string Summary => "The commands that you may give";

    public override string Usage => "[command]";

    public override IReadOnlyList<CommandParameter> Parameters => [new("command", "the command that is meant, or its first words", ParameterForm.Line)];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>([this]);

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var allowed = await table().AllowedAsync(invocation.Person, people, cancellationToken);
        var words = string.Join(' ', invocation.Arguments).TrimStart('/');
        var meant = words.Length == 0 ? allowed : [.. allowed.Where(command => command.Words == words || command.Words.StartsWith(words + " ", StringComparison.Ordinal))];
        var chosen = meant.Where(command => command.MissingKind is null).ToList();
        if (chosen.Count == 0 && meant is [{ MissingKind: { } kind }, ..]) throw new CommandRefusedException(ClusterChoice.NoneOf(kind));
        if (chosen.Count == 0) throw new CommandRefusedException($"there is no command '/{Shorten(words)}' for you; /help lists them");
        var rows = chosen.Select(IReadOnlyList<string> (command) => [$"/{command.Words} {command.Usage}".TrimEnd(), command.Summary]).ToList();
        foreach (var (option, help) in chosen.Count == 1 ? chosen[0].Options : []) rows.Add([$"    {option}", help]);
        return new Reply.Table("Commands", ["command", "what it does"], rows, $"{chosen.Count} command(s)");
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
