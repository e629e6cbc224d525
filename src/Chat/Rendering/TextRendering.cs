using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Rendering;

/// <summary>Replies as lines of plain text.</summary>
public static class TextRendering
{
    public static IEnumerable<string> Lines(Reply reply) => reply switch
    {
        Reply.Text text => text.Content.Split('\n'),
        Reply.Refusal refusal => refusal.Content.Split('\n'),
        Reply.Failure failure => failure.Content.Split('\n'),
        Reply.Table table => Table(table),
        Reply.Several several => several.Parts.SelectMany((part, at) => at == 0 ? Lines(part) : Lines(part).Prepend("")),
        Reply.PlanOnly plan => plan.Needs is { } needs ? [.. PlanRendering.Lines(plan.Plan), $"  {needs}"] : PlanRendering.Lines(plan.Plan),
        Reply.RunDetails details => RunRendering.Lines(details.View, details.History),
        Reply.Run run => [$"run {run.Id}"],
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "a reply without lines"),
    };

    private static IEnumerable<string> Table(Reply.Table table)
    {
        yield return table.Title;
        var widths = table.Columns.Select((column, i) => table.Rows.Select(row => TextWidth.Of(row[i])).Append(TextWidth.Of(column)).Max()).ToList();
        if (table.Rows.Count > 0) yield return Row(table.Columns, widths);
        foreach (var row in table.Rows) yield return Row(row, widths);
        yield return table.Summary;
    }

    private static string Row(IReadOnlyList<string> cells, List<int> widths) =>
        "  " + string.Join("  ", cells.Select((cell, i) => cell + new string(' ', widths[i] - TextWidth.Of(cell)))).TrimEnd();
}
