using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class WithdrawCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "withdraw";

    public override string Summary => "Take your approval of a run back, before it starts";

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        TakesNoMore(arguments);
        return Runs.WithdrawAsync(run.Summary.Id, person.Id, cancellationToken);
    }
}
