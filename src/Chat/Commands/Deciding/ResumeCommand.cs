using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class ResumeCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "resume";

    public override string Summary => "Let a paused run go on; with 'anyway', also while one of its guards is violated";

    public override string Usage => "<run> [anyway]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("anyway", "also while one of its guards is violated", ParameterForm.Word) { Type = ParameterType.Switch }];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var anyway = arguments is ["anyway"];
        if (!anyway) TakesNoMore(arguments);
        return Runs.ResumeAsync(run.Summary.Id, person.Id, anyway, cancellationToken);
    }
}
