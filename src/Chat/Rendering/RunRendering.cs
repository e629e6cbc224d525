using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>A run as lines of text.</summary>
public static class RunRendering
{
    /// <summary>What <c>/run</c> shows: how it stands, who agreed, who was refused, every step with its attempts, and where the time went.</summary>
    public static IEnumerable<string> Lines(RunView run, RunHistory? history = null)
    {
        foreach (var line in Head(run)) yield return line;
        foreach (var step in run.Steps)
        {
            yield return $"  {Mark(step)} {step.Path}: {step.Report ?? step.Description}{Times(step)}";
            foreach (var earlier in step.Attempts.SkipLast(1)) yield return $"      {Attempt(earlier)}";
        }
        foreach (var line in history is null ? [] : HistoryRendering.Lines(history)) yield return $"  {line}";
    }

    /// <summary>How it stands, without its steps.</summary>
    public static IEnumerable<string> Head(RunView run)
    {
        var summary = run.Summary;
        yield return $"Run {summary.Id} on {summary.Cluster}: {summary.Command}";
        yield return $"  {StateWords.Of(summary.State)}{(summary.Reason is { } reason ? $": {reason}" : "")}";
        yield return $"  asked by {summary.RequestedBy} at {Quantities.Time(summary.Requested)} UTC{Approved(run)}";
        if (run.Request.BreakGlass is { } glass) yield return $"  BREAK GLASS BY {summary.RequestedBy}, NOBODY WAS ASKED TO APPROVE IT: {glass}";
        if (summary.State == RunState.AwaitingApproval) yield return $"  {ApprovalRendering.Needs(run)}";
        foreach (var line in Standing(run)) yield return $"  {line}";
        foreach (var hold in run.Holds) yield return $"  holds {hold.Setting} at {hold.Value} since {Quantities.Time(hold.Since)} UTC; will be put back to {hold.Before}";
    }

    /// <summary>The last lines of a run: the state, why, how long, and what is still held.</summary>
    public static IEnumerable<string> EndLines(RunView run)
    {
        var summary = run.Summary;
        var took = summary is { Started: { } started, Ended: { } ended } ? $" after {Quantities.Span(ended - started)}" : "";
        yield return $"run {summary.Id} {StateWords.Of(summary.State)}{took}{(summary.Reason is { } reason ? $": {reason}" : "")}";
        foreach (var hold in run.Holds) yield return $"  STILL HELD: {hold.Setting} is {hold.Value}; it was {hold.Before}";
        foreach (var left in run.LeftUndone) yield return $"  LEFT UNDONE: {left.Description}{(left.ByHand is { } command ? $"; by hand: {command}" : "")}";
    }

    public static string Mark(StepView step) => step.State switch
    {
        StepState.Done => "✓",
        StepState.Running => "…",
        StepState.AwaitingDecision => "?",
        StepState.Skipped => "-",
        StepState.Abandoned => "✗",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.State, "a state without a mark"),
    };

    /// <summary>What people have to see to before the run goes on.</summary>
    private static IEnumerable<string> Standing(RunView run)
    {
        foreach (var step in run.Steps.Where(step => step.AskedUntil is not null))
            yield return $"asks until {Quantities.Time(step.AskedUntil!.Value)} UTC, then: {step.DefaultDecision?.ToString().ToLowerInvariant()}; {step.Path}{(step.Choices.Count > 0 ? $" ({string.Join(", ", step.Choices)})" : "")}";
        if (run.Pause is { } pause) yield return $"pause asked by {pause.By} at {Quantities.Time(pause.Since)} UTC{(pause.At.Count > 0 ? $"; waits at {string.Join(", ", pause.At)}" : "")}";
        foreach (var drift in run.Drifts) yield return $"to be confirmed ({drift.Confirmations.Count} of {drift.Needed}), hash {drift.Hash[..12]}: {string.Join("; ", drift.Differences)}";
        foreach (var violation in run.GuardViolations)
            yield return $"guard {violation.Name}: {violation.Sentence} ({Quantities.Time(violation.Since)} UTC{(violation.Until is { } until ? $" to {Quantities.Time(until)}" : ", violated still")})";
    }

    private static string Approved(RunView run) =>
        run.Approvals.Count == 0 ? "" : $", approved by {string.Join(", ", run.Approvals.Select(approval => $"{approval.Person} at {Quantities.Time(approval.At)} UTC"))}";

    private static string Attempt(StepAttemptView attempt)
    {
        var took = attempt.Ended is { } ended ? Quantities.Span(ended - attempt.Began) : "interrupted";
        return $"attempt {attempt.Number} at {Quantities.Time(attempt.Began)} UTC ({took}): {attempt.Error ?? "no result"}";
    }

    private static string Times(StepView step)
    {
        if (step.Attempts.Count == 0) return "";
        var last = step.Attempts[^1];
        var took = last.Ended is { } ended ? Quantities.Span(ended - last.Began) : $"since {Quantities.Time(last.Began)} UTC";
        var attempts = step.Attempts.Count == 1 ? "" : $", attempt {last.Number}";
        var waits = step.State is StepState.Running or StepState.AwaitingDecision && step.WaitsFor is { } sentence ? $"; {sentence}" : "";
        return $" ({took}{attempts}{waits}{(last.Error is { } error ? $"; {error}" : "")})";
    }
}
