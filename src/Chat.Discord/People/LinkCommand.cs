using Nightshift.Chat.Commands;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary><c>/link wei 80351110224678912</c>: the first account of a person. What the configuration says of either goes before, and nothing is linked over.</summary>
public sealed class LinkCommand(AccountBook accounts, IChannelStore store, PeopleDirectory people, SecretMask mask) : ChatCommand, ICommandSource
{
    public override string Words => "link";

    public override string Summary => "Tell the bot whose Discord account this is";

    public override string Usage => "<person> <account>";

    public override IReadOnlyList<CommandParameter> Parameters =>
    [
        new("person", "who, by the id in the configuration") { IsRequired = true, IsCompleted = true },
        new("account", "the Discord user: a mention, or the id") { IsRequired = true },
    ];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>([this]);

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments is not [var named, var written]) throw new CommandRefusedException($"usage: /{Words} {Usage}");
        if (!Snowflake.TryParse(written.TrimStart('<', '@', '!').TrimEnd('>'), out var account))
            throw new CommandRefusedException("the account is a mention, or the number that 'Copy User ID' gives");
        var person = people.Find(new PersonId(named))?.Id ?? throw new CommandRefusedException($"'{Texts.Escaping.Plain(named, 60)}' is not among the configured people; add them under Nightshift:People first");
        if (accounts.IsConfigured(person) || accounts.Configured.ContainsKey(account))
            throw new CommandRefusedException("the configuration says already whose account that is, or which account they have; change it there");
        var link = new ChannelLink(AccountBook.Channel, account.ToString(), person);
        var entry = new AuditEntry(invocation.Person.Id, invocation.Channel, Words, AuditOutcome.Done, $"{mask.Mask(invocation.Command.Text)}: Discord account {account} is {person}");
        if (await store.LinkAsync(link, entry, cancellationToken) is { } other)
            throw new CommandRefusedException($"{other.Person} has the account {other.Account} already; /unlink {other.Person} first");
        return new Reply.Text($"Discord account {account} is {person} from now on");
    }

    public override async Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count > 1) return [];
        var linked = (await store.LinksAsync(AccountBook.Channel, cancellationToken)).Select(link => link.Person).ToHashSet();
        return [.. people.People
            .Where(one => one.Id.Value.StartsWith(arguments.LastOrDefault(""), StringComparison.Ordinal) && !linked.Contains(one.Id) && !accounts.IsConfigured(one.Id))
            .Select(one => new Completion(one.Id.Value, one.Name))];
    }
}
