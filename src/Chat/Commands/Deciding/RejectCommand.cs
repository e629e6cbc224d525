using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class RejectCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "reject";

    public override string Summary => "Refuse the plan of a run, with a reason";

    public override string Usage => "<run> <reason>";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("reason", "why, in a few words") { IsRequired = true }];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count == 0) throw new CommandRefusedException("say why: /reject <run> <reason>");
        return Runs.RejectAsync(run.Summary.Id, person.Id, string.Join(' ', arguments), cancellationToken);
    }
}
