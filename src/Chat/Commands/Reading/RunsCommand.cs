using Nightshift.Chat.Grammar;
using Nightshift.Chat.People;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class RunsCommand(IRuns runs, PeopleDirectory people) : ChatCommand
{
    private const int Shown = 20;

    public override string Words => "runs";

    public override string Summary => "The latest runs and how they stand";

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments.Count > 0) throw new CommandRefusedException("/runs takes no arguments; /run <number> shows one");
        var latest = (await runs.ListAsync(Shown, cancellationToken))
            .Where(run => people.May(invocation.Person, new Permission(Words, run.Cluster, "cluster")))
            .ToList();
        var rows = latest.Select(IReadOnlyList<string> (run) =>
        [
            run.Id.ToString(), StateWords.Of(run.State), run.Cluster, Marked(run), run.RequestedBy.ToString(), Quantities.Time(run.Requested), Took(run), run.Reason ?? "",
        ]).ToList();
        return new Reply.Table("Runs", ["run", "state", "cluster", "command", "asked by", "asked at (UTC)", "took", "reason"], rows,
            latest.Count == 0 ? "there were no runs yet" : $"{latest.Count} run(s) shown, the newest first");
    }

    /// <summary>The option is taken by every playbook's command, so that no other meaning of it gets into a run.</summary>
    private static string Marked(RunSummary run) =>
        CommandTextParser.TryParse(run.Command, out var command, out _) && BreakGlassOption.IsIn(command.Tokens) ? $"BREAK GLASS {run.Command}" : run.Command;

    private static string Took(RunSummary run) => run is { Started: { } started, Ended: { } ended } ? Quantities.Span(ended - started) : "";
}
