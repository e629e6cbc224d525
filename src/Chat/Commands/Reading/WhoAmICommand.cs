using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class WhoAmICommand : ChatCommand
{
    public override string Words => "whoami";

    public override string Summary => "Who the bot takes you for";

    public override Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var person = invocation.Person;
        var roles = person.Roles.Count == 0 ? "no role" : string.Join(", ", person.Roles);
        return Task.FromResult<Reply>(new Reply.Refusal($"you are {person.Name} ({person.Id}), with {roles}"));
    }
}
