using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

/// <summary><c>/retry</c> and <c>/skip</c>: the answer to a failed step. A third word names the step where several ask.</summary>
internal sealed class DecideCommand(IRuns runs, PeopleDirectory people, Decision decision) : RunControlCommand(runs, people)
{
    public override string Words => decision == Decision.Retry ? "retry" : "skip";

    public override string Summary => decision == Decision.Retry ? "Try a failed step again" : "Go on without a failed step, where its playbook allows it";

    public override string Usage => "<run> [step]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("step", "which step, where several ask")];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        StepPath? step = arguments.Count == 0 ? null : new StepPath(string.Join(' ', arguments));
        return Runs.DecideAsync(run.Summary.Id, person.Id, decision, step, cancellationToken);
    }
}
