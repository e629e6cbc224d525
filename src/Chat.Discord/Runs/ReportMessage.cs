using System.Text;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>What became of a run, where its time went, what its canary saw, and what a person still has to do.</summary>
internal static class ReportMessage
{
    private const string CanaryReport = "canary:";
    private const int LongestLine = 400;

    /// <param name="times">Null where nobody kept them.</param>
    public static DiscordMessage Of(RunView run, RunTimes? times, RunTexts texts)
    {
        var summary = run.Summary;
        var sheet = new EmbedSheet(texts, $"{texts.ReportOf(summary.Id)} · {texts.State(summary.State)}", texts.Run(summary.Id))
            .Describe(Head(run, texts), 2000)
            .Field(texts.LeftUndone, run.LeftUndone.Select(left => Left(left, texts)))
            .Field(texts.StillHeld, run.Holds.Select(hold => Escaping.Text(texts.Held(hold.Setting, hold.Value, hold.Before), LongestLine)))
            .Field(texts.Canary, run.Steps.Select(step => step.Report).OfType<string>().Where(report => report.StartsWith(CanaryReport, StringComparison.Ordinal)).Select(report => Escaping.Text(report, 900)))
            .Field(texts.Where, times is null ? [] : texts.Ledger(times))
            .Field(texts.Waits, times is null ? [] : TimelineDrawing.Of(times).Waits.Select(wait => Escaping.Text(wait, 200)));
        var isWhole = sheet.IsWhole && !run.LeftUndone.Any(left => IsCut(left.Description) || IsCut(left.ByHand));
        return new DiscordMessage("")
        {
            Embeds = [sheet.Done(Colors.Of(summary.State))], Files = isWhole ? [] : [new DiscordFile($"report-{summary.Id}.txt", Whole(run, times, texts))],
        };
    }

    private static IEnumerable<string> Head(RunView run, RunTexts texts)
    {
        yield return Escaping.Code(run.Summary.Command, 500);
        yield return texts.AskedBy(Escaping.Text(run.Summary.RequestedBy.Value, 60), Escaping.Text(run.Summary.Cluster, 60));
        if (run.Summary.Reason is { } reason) yield return Escaping.Text(reason, 800);
        if (run.Summary is { Started: { } started, Ended: { } ended }) yield return texts.Took(Quantities.Span(ended - started));
        var (done, all) = StepLines.Count(run);
        if (run.Steps.Count > 0) yield return texts.Steps(done, all, all == 0 ? 0 : (int)(100L * done / all));
    }

    /// <summary>Everything, where the message has no room for it: what people have to do by hand, they have to be able to read.</summary>
    private static byte[] Whole(RunView run, RunTimes? times, RunTexts texts)
    {
        IEnumerable<string> lines =
        [
            $"{texts.ReportOf(run.Summary.Id)} · {texts.State(run.Summary.State)}", run.Summary.Command, texts.AskedBy(run.Summary.RequestedBy.Value, run.Summary.Cluster), run.Summary.Reason ?? "",
            .. Part(texts.LeftUndone, run.LeftUndone.SelectMany(left => (string[])[Name(left), .. left.ByHand is { } command ? [$"  {texts.ByHand}: {command}"] : Array.Empty<string>()])),
            .. Part(texts.StillHeld, run.Holds.Select(hold => texts.Held(hold.Setting, hold.Value, hold.Before))),
            .. Part(texts.Canary, run.Steps.Select(step => step.Report).OfType<string>().Where(report => report.StartsWith(CanaryReport, StringComparison.Ordinal))),
            .. Part(texts.Where, times is null ? [] : texts.Ledger(times)),
            .. Part(texts.Waits, times is null ? [] : TimelineDrawing.Of(times).Waits),
        ];
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(Printable.Line)));
    }

    private static IEnumerable<string> Part(string heading, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? [] : ["", heading, .. all];
    }

    private static bool IsCut(string? text) => Escaping.Text(text, LongestLine) != Escaping.Text(text, int.MaxValue);

    private static string Name(LeftUndone left) => string.IsNullOrWhiteSpace(left.Description) ? left.Path.Value : left.Description;

    private static string Left(LeftUndone left, RunTexts texts) =>
        $"{Escaping.Text(Name(left), LongestLine)}{(left.ByHand is { } command ? $" · {texts.ByHand}: {Escaping.Code(command, LongestLine)}" : "")}";
}
