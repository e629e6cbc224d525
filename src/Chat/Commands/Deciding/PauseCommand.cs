using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class PauseCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "pause";

    public override string Summary => "Let a run wait at its next safe point; with 'now', before its next effect";

    public override string Usage => "<run> [now] [reason]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("now", "before its next effect", ParameterForm.Word) { Type = ParameterType.Switch }, new("reason", "why, in a few words")];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = arguments is ["now", ..];
        var reason = string.Join(' ', arguments.Skip(now ? 1 : 0));
        return Runs.PauseAsync(run.Summary.Id, person.Id, now, reason.Length == 0 ? null : reason, cancellationToken);
    }
}
