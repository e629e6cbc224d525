using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

/// <summary>Answers what a playbook asks. A further word names the step where several ask.</summary>
internal sealed class AnswerCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "answer";

    public override string Summary => "Answer the question of a playbook";

    public override string Usage => "<run> <choice> [step]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("choice", "one of the answers that it offers") { IsRequired = true }, new("step", "which step, where several ask")];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count == 0) throw new CommandRefusedException($"say which answer: /answer {Usage}{Choices(run)}");
        StepPath? step = arguments.Count == 1 ? null : new StepPath(string.Join(' ', arguments.Skip(1)));
        return Runs.AnswerAsync(run.Summary.Id, person.Id, arguments[0], step, cancellationToken);
    }

    private static string Choices(RunView run) =>
        run.Steps.FirstOrDefault(step => step.Choices.Count > 0) is { } asking ? $"; the choices are {string.Join(", ", asking.Choices)}" : "";
}
