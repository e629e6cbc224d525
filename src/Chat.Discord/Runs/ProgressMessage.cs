using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>How a run stands; the one message that is edited.</summary>
internal static class ProgressMessage
{
    private const int BarLength = 20;
    private const int MostSaid = 3;

    /// <param name="plan">The address of the message with the plan, where there is one.</param>
    /// <param name="thread">Where the details are, once it is there.</param>
    public static DiscordMessage Of(RunView run, DateTimeOffset now, string? plan, Snowflake? thread, RunTexts texts)
    {
        var summary = run.Summary;
        var sheet = new EmbedSheet(texts, $"{texts.Run(summary.Id)} · {texts.State(summary.State)}", texts.Run(summary.Id))
            .Describe([.. Head(run, plan, thread, texts)], 2000)
            .Field(texts.Waits, WaitLines.Of(run, texts))
            .Field(texts.Time, Times(run, now, texts))
            .Field(texts.StepsHeading, StepLines.Of(run, texts))
            .Field(texts.Holds, run.Holds.Select(hold => Escaping.Text(texts.Held(hold.Setting, hold.Value, hold.Before), 200)), 500)
            .Field(texts.Said, run.Said.Where(said => !string.IsNullOrWhiteSpace(said)).TakeLast(MostSaid).Select(said => Escaping.Text(said, 250)), 800);
        return new DiscordMessage("") { Embeds = [sheet.Done(Colors.Of(summary.State))], Buttons = RunButtons.Row(RunButtons.Of(run), texts) };
    }

    /// <summary>The end of a message that is nearly an hour old.</summary>
    public static DiscordMessage GoesOn(RunId run, string link, RunTexts texts) =>
        new("") { Embeds = [new EmbedSheet(texts, texts.Run(run), texts.Run(run)).Describe([texts.GoesOnIn(link)]).Done()] };

    /// <summary>Twenty boxes.</summary>
    public static string Bar(int done, int all)
    {
        var full = all == 0 ? 0 : (int)((long)BarLength * Math.Min(done, all) / all);
        return new string('▓', full) + new string('░', BarLength - full);
    }

    private static IEnumerable<string> Head(RunView run, string? plan, Snowflake? thread, RunTexts texts)
    {
        yield return Escaping.Code(run.Summary.Command, 500);
        yield return texts.AskedBy(Escaping.Text(run.Summary.RequestedBy.Value, 60), Escaping.Text(run.Summary.Cluster, 60));
        if (run.Request.BreakGlass is { } glass) yield return $"**{texts.BreakGlass(Escaping.Text(run.Summary.RequestedBy.Value, 60))}** {Escaping.Text(glass, 300)}";
        string[] links = [.. plan is null ? Array.Empty<string>() : [RunTexts.Link(texts.Plan, plan)], .. thread is { } id ? [$"{texts.Details}: <#{id}>"] : Array.Empty<string>()];
        if (links.Length > 0) yield return string.Join(" · ", links);
        if (run.Steps.Count == 0) yield break;
        var (done, all) = StepLines.Count(run);
        yield return $"{Bar(done, all)} {texts.Steps(done, all, all == 0 ? 0 : (int)(100L * done / all))}";
    }

    private static IEnumerable<string> Times(RunView run, DateTimeOffset now, RunTexts texts)
    {
        var summary = run.Summary;
        if (summary.Started is { } started)
            yield return summary.Ended is { } ended ? texts.Took(Quantities.Span(ended - started)) : texts.Elapsed(Quantities.Span(now - started), Stamps.Ago(started));
        if (!summary.State.IsFinal() && run.Plan.Expected is { } expected) yield return texts.Expected(Quantities.Span(expected));
    }
}
