using System.Text;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>A plan, or a change of the cluster, that people are asked to consent to. Sent once and never changed: what people approved stays as they saw it.</summary>
internal static class PlanMessage
{
    public const string Yes = "✅";
    public const string No = "❌";
    private const int LongestLine = 300;

    /// <param name="difference">To what was approved before for this run; empty for the first plan.</param>
    public static DiscordMessage Of(RunView run, IReadOnlyList<string> difference, RunTexts texts)
    {
        var isChange = run.AsksAboutChange();
        var sheet = new EmbedSheet(texts, isChange ? texts.ChangeOf(run.Summary.Id) : $"{texts.PlanOf(run.Summary.Id)} · {texts.Tier(run.Plan.Tier)}", texts.Run(run.Summary.Id));
        sheet.Describe([.. Head(run, texts), .. Difference(difference, isChange, texts)], 2000).Field(texts.Hash, [Escaping.Code(run.AskedHash(), 100)]);
        if (!isChange) Body(sheet, run.Plan, texts);
        return new DiscordMessage("")
        {
            Embeds = [sheet.Done(Colors.Of(run.Plan.Tier))],
            Buttons = RunButtons.Row(RunButtons.Consents(run), texts),
            Files = sheet.IsWhole ? [] : [new DiscordFile($"plan-{run.Summary.Id}-{ShortHash.Of(run.Plan)}.txt", Whole(run, difference))],
        };
    }

    private static IEnumerable<string> Head(RunView run, RunTexts texts)
    {
        yield return Escaping.Code(run.Summary.Command, 500);
        yield return texts.AskedBy(Escaping.Text(run.Summary.RequestedBy.Value, 60), Escaping.Text(run.Summary.Cluster, 60));
        if (run.Request.BreakGlass is { } glass) yield return $"**{texts.BreakGlass(Escaping.Text(run.Summary.RequestedBy.Value, 60))}** {Escaping.Text(glass, LongestLine)}";
        yield return Needs(run, texts);
        if (run.Plan.Expected is { } expected) yield return texts.Expected(Quantities.Span(expected));
    }

    private static string Needs(RunView run, RunTexts texts)
    {
        if (run.ApproversNeeded == 0 && !run.AsksAboutChange()) return texts.NeedsNobody;
        var needs = texts.Needs(Math.Max(1, run.ApproversNeeded), run.Policy.Role is { } role ? Escaping.Text(role, 60) : null);
        if (run.Policy.Approvers > 0) needs += $" · {texts.NotTheRequester}";
        return run.ValidUntil is { } until ? $"{needs} · {texts.Until(Stamps.At(until))}" : needs;
    }

    private static IEnumerable<string> Difference(IReadOnlyList<string> difference, bool isChange, RunTexts texts) =>
        difference.Count == 0 ? [] : [$"**{(isChange ? texts.StandsUntilConfirmed : texts.AnotherPlan)}**", .. difference.Select(line => $"- {Escaping.Text(line, LongestLine)}")];

    private static void Body(EmbedSheet sheet, Plan plan, RunTexts texts) => sheet
        .Field(texts.Obstacles, plan.Obstacles.Select(Line))
        .Field(texts.Risks, plan.Risks.Select(risk => $"{texts.Tier(risk.Tier)}: {Line(risk.Sentence)}"))
        .Field(texts.Stake, plan.Impacts.Select(impact => Line(texts.Impact(impact))))
        .Field(texts.Holds, plan.Holds.Distinct().Select(hold => $"{Line(hold.Setting)}: {Line(texts.Goes(hold.From, hold.To))}"))
        .Field(texts.Digests, plan.Digests.Select(digest => $"{Line(digest.Key)}: {Escaping.Code(digest.Value, 20)}"))
        .Field(texts.StepsHeading, plan.Steps.Where(PlanRendering.IsShown).Select(step => $"· {Line(step.Description)}"));

    private static string Line(string text) => Escaping.Text(text, LongestLine);

    /// <summary>Everything, where the message has no room for it.</summary>
    private static byte[] Whole(RunView run, IReadOnlyList<string> difference) =>
        Encoding.UTF8.GetBytes(string.Join('\n', PlanRendering.Lines(run.Plan).Concat(difference).Append($"sha256 {run.AskedHash()}").Select(Printable.Line)));
}
