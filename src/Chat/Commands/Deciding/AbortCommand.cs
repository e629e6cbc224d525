using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class AbortCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "abort";

    public override string Summary => "Stop a run at its next safe point; with 'now', at once, and walk back";

    public override string Usage => "<run> [now]";

    protected override Task<Answer> GiveAsync(RunView run, PersonId person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = arguments is ["now"];
        if (!now) TakesNoMore(arguments);
        return Runs.AbortAsync(run.Summary.Id, person, now, cancellationToken);
    }
}
