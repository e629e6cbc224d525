using System.Globalization;
using Nightshift.Chat.People;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Reading;

/// <summary>What was attempted lately, by whom; or everything that happened in one run.</summary>
internal sealed class AuditCommand(IAudit audit, PeopleDirectory people) : ChatCommand
{
    private const int Shown = 50;

    public override string Words => "audit";

    public override string Summary => "Who did or tried what lately; with a run, everything that happened in it";

    public override string Usage => "[run]";

    public override IReadOnlyList<CommandParameter> Parameters => [new("run", "the number of the run")];

    public override Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken) => invocation.Arguments switch
    {
        [] => LatestAsync(invocation.Person, cancellationToken),
        [var number] when RunId.TryParse(number, null, out var run) => RunAsync(invocation.Person, run, cancellationToken),
        [var number] => throw new CommandRefusedException($"'{number}' is not the number of a run; /runs lists them"),
        _ => throw new CommandRefusedException($"usage: /{Words} {Usage}"),
    };

    private async Task<Reply> LatestAsync(Person person, CancellationToken cancellationToken)
    {
        // Of clusters that are not this person's to look at nothing is shown, and others take their place.
        const int read = 10 * Shown;
        var lines = (await audit.LatestAsync(read, cancellationToken)).Where(line => people.May(person, new Permission(Words, line.Cluster, "cluster"))).Take(Shown).ToList();
        var rows = lines.Select(IReadOnlyList<string> (line) =>
        [
            Quantities.Time(line.Time), line.Who, line.Channel, line.Outcome.ToString().ToLowerInvariant(), line.Action, line.Cluster ?? "", line.Run?.ToString() ?? "", Bounded.Line(line.What),
        ]).ToList();
        return new Reply.Table("Audit log", ["time (UTC)", "who", "where", "outcome", "action", "cluster", "run", "what"], rows,
            lines.Count == 0 ? "nothing was recorded yet" : $"the latest {lines.Count}, the newest first; 'audit export' on the command line writes all");
    }

    private async Task<Reply> RunAsync(Person person, RunId run, CancellationToken cancellationToken)
    {
        var history = await audit.HistoryAsync(run, cancellationToken) ?? throw new CommandRefusedException($"there is no run {run}; /runs lists them");
        NotAllowedException.ThrowUnless(people, person, new Permission(Words, history.Summary.Cluster, "cluster"), run);
        var shown = history.Events.TakeLast(Shown).ToList();
        var rows = shown.Select(IReadOnlyList<string> (line) =>
            [line.Sequence.ToString(CultureInfo.InvariantCulture), Quantities.Time(line.Time), line.Who, line.Kind, Bounded.Line(line.What)]).ToList();
        var which = shown.Count == history.Events.Count ? $"{shown.Count} events" : $"the last {shown.Count} of {history.Events.Count} events; 'audit export {run}' on the command line writes all";
        return new Reply.Table($"Run {run} on {history.Summary.Cluster}: {history.Summary.Command}", ["event", "time (UTC)", "who", "kind", "what"], rows,
            history.Fault is { } fault ? $"{which}; NOT AS IT WAS WRITTEN, or not readable: {fault}" : which);
    }
}
