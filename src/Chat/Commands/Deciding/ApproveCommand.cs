using Nightshift.Chat.People;
using Nightshift.Chat.Rendering;
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
        var hash = arguments.Count == 0 ? OnlyHash(run) : Complete(run, arguments[0]);
        return new Approving(Runs, People).ApproveAsync(run, person, hash, cancellationToken);
    }

    /// <summary>Without a hash only what nobody can take for something else is meant: the first plan. Another one may have been made while somebody typed.</summary>
    private static string OnlyHash(RunView run)
    {
        var what = run switch
        {
            { ConfirmHash: null, Summary.State: not RunState.Queued } => null,
            _ when run.AsksAboutChange() => Changed(run),
            { Drift.Count: > 0 } => $"run {run.Summary.Id} was planned again{At(run.PlannedAt())}, because the cluster changed: {string.Join("; ", run.Drift)}",
            _ => null,
        };
        return what is null
            ? run.AskedHash()
            : throw new CommandRefusedException($"{what}; look at it with /run {run.Summary.Id}, then give /approve {run.Summary.Id} {ShortHash.Of(run.AskedHash())}");
    }

    private static string Changed(RunView run)
    {
        var drift = run.Drifts.FirstOrDefault(drift => run.IsAsked(drift.Hash));
        return $"run {run.Summary.Id} does not ask about its plan any more but about a change of its cluster{At(drift?.Since)}{(drift is null ? "" : $": {string.Join("; ", drift.Differences)}")}";
    }

    private static string At(DateTimeOffset? time) => time is { } known ? $" at {Quantities.Time(known)} UTC" : "";

    /// <summary>People type the first characters of a hash; at least eight, so that another plan's would not fit.</summary>
    private static string Complete(RunView run, string begun) =>
        begun.Length >= 8 && run.AskedHash().StartsWith(begun, StringComparison.OrdinalIgnoreCase) ? run.AskedHash() : begun;
}
