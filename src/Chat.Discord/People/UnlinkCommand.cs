using Nightshift.Chat.Commands;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary><c>/unlink wei</c>: takes back what <c>/link</c> did.</summary>
public sealed class UnlinkCommand(IChannelStore store) : ChatCommand, ICommandSource
{
    public override string Words => "unlink";

    public override string Summary => "Take a person's Discord account away from them";

    public override string Usage => "<person>";

    public override IReadOnlyList<CommandParameter> Parameters => [new("person", "who, by the id in the configuration") { IsRequired = true, IsCompleted = true }];

    public Task<IReadOnlyList<ChatCommand>> CommandsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChatCommand>>([this]);

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments is not [var named]) throw new CommandRefusedException($"usage: /{Words} {Usage}");
        var entry = new AuditEntry(invocation.Person.Id, invocation.Channel, Words, AuditOutcome.Done, $"{Texts.Escaping.Plain(named, 100)} has no Discord account any more");
        return await store.UnlinkAsync(AccountBook.Channel, new PersonId(named), entry, cancellationToken)
            ? new Reply.Text($"{named} has no linked Discord account any more")
            : throw new CommandRefusedException("nobody of that name was linked by /link; what the configuration says is changed there");
    }

    public override async Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        arguments.Count > 1 ? [] : [.. (await store.LinksAsync(AccountBook.Channel, cancellationToken))
            .Where(link => link.Person.Value.StartsWith(arguments.LastOrDefault(""), StringComparison.Ordinal))
            .Select(link => new Completion(link.Person.Value, link.Account))];
}
