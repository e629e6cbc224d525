using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class RunCommand(IRuns runs, IAudit audit, PeopleDirectory people) : ChatCommand
{
    public override string Words => "run";

    public override string Summary => "One run: its plan, steps, attempts, and where the time went";

    public override string Usage => "<number>";

    public override IReadOnlyList<CommandParameter> Parameters => [new("number", "the number of the run") { IsRequired = true }];

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments is not [var number]) throw new CommandRefusedException("usage: /run <number>; /runs lists them");
        if (!RunId.TryParse(number, null, out var id)) throw new CommandRefusedException($"'{number}' is not the number of a run; /runs lists them");
        var view = await runs.FindAsync(id, cancellationToken) ?? throw new CommandRefusedException($"there is no run {id}; /runs lists them");
        NotAllowedException.ThrowUnless(people, invocation.Person, new Permission(Words, view.Summary.Cluster, "cluster"), id);
        return new Reply.RunDetails(view, await audit.HistoryAsync(id, cancellationToken));
    }
}
