using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

internal sealed class ApproveCommand(IRuns runs, PeopleDirectory people) : RunControlCommand(runs, people)
{
    public override string Words => "approve";

    public override string Summary => "Consent to exactly the plan of a run, or to a change of its cluster, as you see it now";

    public override string Usage => "<run> [plan hash]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run, new("plan-hash", "the first characters of the plan's hash, at least eight")];

    protected override Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        TakesNoMore([.. arguments.Skip(1)]);
        var hash = arguments.Count == 0 ? run.AskedHash() : Complete(run, arguments[0]);
        return new Approving(Runs, People).ApproveAsync(run, person, hash, cancellationToken);
    }

    /// <summary>People type the first characters of a hash; at least eight, so that another plan's would not fit.</summary>
    private static string Complete(RunView run, string begun) =>
        begun.Length >= 8 && run.AskedHash().StartsWith(begun, StringComparison.OrdinalIgnoreCase) ? run.AskedHash() : begun;
}
