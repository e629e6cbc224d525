using Nightshift.Chat.People;
using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class WhoAmICommand(PeopleDirectory people) : ChatCommand
{
    public override string Words => "whoami";

    public override string Summary => "Who the bot takes you for, and what you may do";

    public override Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var person = invocation.Person;
        var roles = person.Roles.Count == 0 ? "no role" : $"the role{(person.Roles.Count == 1 ? "" : "s")} {string.Join(", ", person.Roles)}";
        var rows = people.GrantsOf(person).Select(IReadOnlyList<string> (grant) =>
            [string.Join(", ", grant.Commands), string.Join(", ", grant.Clusters), string.Join(", ", grant.Components), grant.By(person)]).ToList();
        var bot = person.IsBot ? "; as a bot you never approve, withdraw, reject, decide or break the glass" : "";
        return Task.FromResult<Reply>(new Reply.Table(
            $"you are {person.Name} ({person.Id}), with {roles}", ["commands", "clusters", "components", "by"], rows,
            $"{(rows.Count == 0 ? "you may do nothing" : "what no line allows is refused")}{bot}"));
    }
}
