using System.Globalization;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>Events as lines: who did what. A kind without words of its own says its name and the texts that its payload has.</summary>
internal static class EventWords
{
    public static EventLine Of(StoredEvent row)
    {
        var known = Read(row);
        var who = Payload.Text(row.Payload, "Person", "RequestedBy") ?? PersonId.Nightshift.Value;
        return new EventLine(row.Sequence, TimeOf(row), row.Kind, who, known is null ? Unknown(row) : What(known) ?? Unknown(row));
    }

    /// <summary>The beginning of time when it cannot be read; the check of the hashes tells.</summary>
    private static DateTimeOffset TimeOf(StoredEvent row) =>
        DateTimeOffset.TryParse(row.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;

    private static RunEvent? Read(StoredEvent row)
    {
        try
        {
            return EventKinds.Read(default, row.Sequence, row.Kind, row.Payload);
        }
        catch (UnreadableJournalException)
        {
            return null;
        }
    }

    private static string Unknown(StoredEvent row)
    {
        var texts = new[] { Payload.Text(row.Payload, "Path"), Payload.Text(row.Payload, "Reason", "Sentence", "Text", "Description", "Line", "Name") };
        return string.Join(": ", texts.Prepend(row.Kind).Where(text => !string.IsNullOrEmpty(text)));
    }

    /// <summary>Null for a kind without words.</summary>
    internal static string? What(RunEvent happened) => happened is StepEvent step ? OfStep(step) : OfRun(happened);

    private static string? OfRun(RunEvent happened) => happened switch
    {
        Requested asked => $"asked for {asked.Command} on {asked.Cluster} in {asked.Channel}; {asked.Policy.Approvers} approval(s) needed",
        PlanMade made => $"plan {Short(made.Plan.Hash)}, risk {made.Plan.Tier.ToString().ToLowerInvariant()}{Since(made.Drift)}",
        Approved approved => $"approved plan {Short(approved.PlanHash)}",
        Withdrawn => "took the approval back",
        Rejected rejected => $"rejected it: {rejected.Reason}",
        Expired expired => $"expired: {expired.Reason}",
        Queued queued => queued.Reason ?? "approved, waits for its turn",
        Started started => $"started in process {started.Process}, under lock {started.LockFence}",
        Resumed resumed => $"carried on by process {resumed.Process}",
        PauseAsked asked => $"{(asked.Now ? "asked to pause before the next effect" : "asked to pause at the next safe point")}{Because(asked.Reason)}",
        Paused paused => $"waits at {paused.Path}",
        Continued continued => continued.Anyway ? "let it go on although a guard is violated" : "let it go on",
        DriftFound found => $"{found.Path}: the cluster changed: {string.Join("; ", found.Differences)}; change {Short(found.Hash)} is to be confirmed",
        DriftConfirmed confirmed => $"confirmed change {Short(confirmed.Hash)} of the cluster",
        ConfirmationWithdrawn => "took the confirmation of the cluster's change back",
        BaselineMoved moved => $"{moved.Path}: expects the cluster as it is from here on, {moved.Facts.Count} fact(s) moved by this run",
        GuardViolated violated => $"the guard '{violated.Name}' is violated: {violated.Sentence}",
        GuardHolds holds => $"the guard '{holds.Name}' holds again: {holds.Sentence}",
        LockLost lost => lost.Reason,
        SafePointMet met => met.Stopped ? $"stopped at the safe point {met.Path}" : $"passed the safe point {met.Path}",
        AbortAsked asked => asked.Now ? "aborted it at once" : "asked to abort at the next safe point",
        Stopping stopping => $"stops: {stopping.Reason}",
        HoldTaken taken => $"holds {taken.Setting} at {taken.Value}; it was {taken.Before}",
        HoldReleased released => $"put {released.Setting} back",
        Said said => $"said: {said.Text}",
        CommandRefused refused => $"refused {refused.Command.ToLowerInvariant()}: {refused.Reason}",
        Ended ended => $"ended: {ended.State.ToString().ToLowerInvariant()}{Because(ended.Reason)}",
        _ => null,
    };

    private static string? OfStep(StepEvent happened) => happened switch
    {
        StepIntent intent => $"{intent.Path}: began attempt {intent.Attempt} to {intent.Description}",
        StepResult result => $"{result.Path}: done{Because(result.Report)}",
        StepFailed failed => $"{failed.Path}: failed: {failed.Error}",
        StepProbed probed => $"{probed.Path}: looked after an interruption: {probed.Answer.ToString().ToLowerInvariant()}{Because(probed.Reason)}",
        DecisionAsked asked => $"{asked.Path}: asks for {string.Join(", ", asked.Offered).ToLowerInvariant()}; {asked.Default.ToString().ToLowerInvariant()} by itself later",
        Decided decided => $"{decided.Path}: decided to {decided.Decision.ToString().ToLowerInvariant()}",
        QuestionAsked asked => $"{asked.Path}: asks people: {string.Join(", ", asked.Choices)}",
        Answered answered => $"{answered.Path}: answered '{answered.Choice}'",
        StepSkipped skipped => $"{skipped.Path}: skipped",
        StepAbandoned abandoned => $"{abandoned.Path}: given up: {abandoned.Reason}",
        Noted noted => $"{noted.Path}: {noted.Line}",
        _ => null,
    };

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $": {reason}";

    private static string Since(IReadOnlyList<string> drift) => drift.Count == 0 ? "" : $"; since the one before: {string.Join("; ", drift)}";
}
