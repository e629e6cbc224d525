using Nightshift.Chat.Replies;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>The answer of <c>/holds</c>, and what the program says of it when it starts.</summary>
public static class LeakRendering
{
    public static Reply.Table Of(string cluster, RunsOfCluster runs, LeakReport report) => new(
        $"Holds of {cluster}",
        ["kind", "thing", "how it is", "since (UTC)", "what puts it right"],
        [.. runs.UnderWay.SelectMany(run => run.Holds.Select(hold => Row(run, hold))), .. report.Leaks.Select(Row), .. report.Unseen.Select(unseen => (IReadOnlyList<string>)["unknown", "", unseen, "", ""])],
        Summary(runs, report));

    private static IReadOnlyList<string> Row(RunView run, HoldView hold) =>
    [
        "held", hold.Setting, $"{hold.Value}, {hold.Before} before, by run {run.Summary.Id} ({run.Summary.Command})", Quantities.Time(hold.Since), "the run puts it back when it ends",
    ];

    private static IReadOnlyList<string> Row(Leak leak) =>
        ["left behind", leak.Thing, leak.Reason, Quantities.Time(leak.Since), leak.PlaybookCommand is { } command ? $"{leak.NextStep}: {command}" : leak.NextStep];

    private static string Summary(RunsOfCluster runs, LeakReport report)
    {
        var held = runs.UnderWay.Sum(run => run.Holds.Count);
        List<string> parts = [held == 0 ? "nothing is held" : $"{held} setting(s) held", report.Leaks.Count == 0 ? "nothing was left behind" : $"{report.Leaks.Count} thing(s) left behind"];
        if (report.Unseen.Count > 0) parts.Add($"{report.Unseen.Count} not seen");
        var commands = report.Leaks.Select(leak => leak.PlaybookCommand).OfType<string>().Distinct().ToList();
        return string.Join(", ", parts) + (commands.Count > 0 ? $"; {string.Join(" or ", commands)} shows a plan that puts it right" : "");
    }
}
