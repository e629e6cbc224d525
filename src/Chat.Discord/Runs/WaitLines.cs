using Nightshift.Chat.Discord.Texts;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Why a run does not simply go on, and since when.</summary>
internal static class WaitLines
{
    private const int LongestLine = 250;
    private const int MostSteps = 5;

    public static IEnumerable<string> Of(RunView run, RunTexts texts)
    {
        var summary = run.Summary;
        if (summary.State.IsFinal()) yield break;
        if (summary.State == RunState.AwaitingApproval) yield return Approval(run, texts);
        else if (summary.Reason is not null && summary.State is RunState.Queued or RunState.Paused or RunState.AwaitingDecision or RunState.Stopping) yield return Escaping.Text(summary.Reason, LongestLine);
        if (run.Pause is { } pause)
            yield return $"{texts.PausedBy(Escaping.Text(pause.By.Value, 60))} {texts.Since(Stamps.Ago(pause.Since))}{(pause.Reason is { } why ? $": {Escaping.Text(why, LongestLine)}" : "")}";
        foreach (var drift in run.Drifts.Take(MostSteps)) yield return $"{texts.ToBeConfirmed(drift.Confirmations.Count, drift.Needed)}: {Escaping.Text(string.Join("; ", drift.Differences.Take(MostSteps)), LongestLine)}";
        foreach (var violation in run.GuardViolations.Where(violation => violation.Until is null).TakeLast(MostSteps))
            yield return $"{texts.GuardViolated(Escaping.Text(violation.Name, 60))}: {Escaping.Text(violation.Sentence, LongestLine)} {texts.Since(Stamps.Ago(violation.Since))}";
        foreach (var step in run.Steps.Where(step => step.State is StepState.Running or StepState.AwaitingDecision && step.WaitsFor is not null).TakeLast(MostSteps))
            yield return $"{Escaping.Text(step.Path.Name, 60)}: {Escaping.Text(step.WaitsFor, LongestLine)}{(step.WaitsSince is { } since ? $" {texts.Since(Stamps.Ago(since))}" : "")}";
    }

    private static string Approval(RunView run, RunTexts texts) => texts.Given(
        run.Approvals.Count, run.ApproversNeeded, Escaping.Text(string.Join(", ", run.Approvals.Select(approval => approval.Person)), LongestLine));
}
