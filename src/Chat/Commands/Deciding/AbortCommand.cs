using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class AbortCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "abort";

    public override string Summary => "Stop a run at its next safe point; with 'now', at once, and walk back";

    public override string Usage => "<run> [now]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("now", "at once: cancel the step in hand and walk back", ParameterForm.Word) { Type = ParameterType.Switch }];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = arguments is ["now"];
        if (!now) TakesNoMore(arguments);
        return Runs.AbortAsync(run.Summary.Id, person.Id, now, cancellationToken);
    }
}
