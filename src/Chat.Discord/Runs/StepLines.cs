using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>
/// The steps of a run in some lines, however many they are: those that went wrong, those in hand, the latest that are done, the next. All others are counted.
/// </summary>
internal static class StepLines
{
    private const int LongestLine = 90;
    private const int Wrong = 3;
    private const int InHand = 4;
    private const int All = 10;
    private const int Next = 2;

    public static IEnumerable<string> Of(RunView run, RunTexts texts)
    {
        var shown = Shown(run.Steps);
        var earlier = run.Steps.Count - shown.Count;
        if (earlier > 0) yield return texts.EarlierDone(earlier);
        foreach (var step in shown) yield return $"{RunRendering.Mark(step)} {Escaping.Text(step.Report ?? step.Description, LongestLine)}{Took(step)}";
        if (run.Summary.State.IsFinal()) yield break;
        var begun = run.Steps.Select(step => step.Path.Value).ToHashSet(StringComparer.Ordinal);
        var left = run.Plan.Steps.Where(step => PlanRendering.IsShown(step) && !begun.Contains(step.Path)).ToList();
        foreach (var step in left.Take(Next)) yield return $"· {Escaping.Text(step.Description, LongestLine)}";
        if (left.Count > Next) yield return texts.ToCome(left.Count - Next);
    }

    /// <summary>Done or left out, and how many there are to be, as far as the plan tells.</summary>
    public static (int Done, int All) Count(RunView run)
    {
        var done = run.Steps.Count(step => step.State is StepState.Done or StepState.Skipped);
        return (done, Math.Max(run.Steps.Count, run.Plan.Steps.Count));
    }

    private static List<StepView> Shown(IReadOnlyList<StepView> steps)
    {
        var wrong = steps.Where(step => step.State is StepState.AwaitingDecision or StepState.Abandoned).TakeLast(Wrong);
        var inHand = steps.Where(step => step.State == StepState.Running).TakeLast(InHand);
        var chosen = wrong.Concat(inHand).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var step in steps.Reverse().TakeWhile(_ => chosen.Count < All)) chosen.Add(step);
        return [.. steps.Where(chosen.Contains)];
    }

    private static string Took(StepView step) => step.Attempts.Count > 0 && step.Attempts[^1] is { Ended: { } ended } last ? $" ({Quantities.Span(ended - last.Began)})" : "";
}
