namespace Nightshift.Runs.Journal;

internal sealed partial class RunProjection
{
    /// <summary>What a run under way is doing: asking comes first, then stopping, then whatever it stands for.</summary>
    private void SettleState()
    {
        if (!State.IsUnderWay()) return;
        (State, Reason) = this switch
        {
            _ when _asking.Count > 0 => (RunState.AwaitingDecision, AskingSentence()),
            { Stop: { } stop } => (RunState.Stopping, LockLost is null ? stop.Reason : $"{LockLost}; then: {stop.Reason}"),
            { LockLost: { } lost } => (RunState.Paused, lost),
            _ when Stands => (RunState.Paused, StandingSentence()),
            _ => (RunState.Running, RunningSentence()),
        };
    }

    /// <summary>
    /// Whether it waits for people although nothing failed. Under a pause at once, all that only looks may go on meanwhile; before a safe point or a
    /// change to be confirmed, a branch that still works makes the run a running one.
    /// </summary>
    private bool Stands => Pause switch
    {
        { Now: true } => !_inHand.Any(path => _steps[path].Kind == StepKind.Effect && !_standing.Contains(path)),
        _ => (_standing.Count > 0 || OpenDrifts.Any()) && !_inHand.Any(path => !_standing.Contains(path)),
    };

    private string AskingSentence()
    {
        var asks = Asking.First();
        var question = asks.Question is { } open ? $"{asks.Path}: {asks.Description} ({string.Join(", ", open.Choices)})" : $"{asks.Path}: {asks.Reason}";
        return Pause is null ? question : $"{question}; {Held(Pause)}{(SuspendedSince is null ? "" : ", so the time to decide stands still")}";
    }

    private string StandingSentence()
    {
        var drifts = OpenDrifts.Select(drift =>
            $"the cluster changed: {string.Join("; ", drift.Found.Differences)}; /approve {Id} {ShortHash.Of(drift.Found.Hash)} lets it go on, /abort {Id} ends it{Missing(drift)}");
        return string.Join("; ", drifts.Prepend(Pause is null ? null : $"{Held(Pause)}; /resume {Id} lets it go on").OfType<string>());
    }

    private static string Missing(DriftRecord drift) =>
        drift is { Needed: > 1, Confirmations.Count: > 0 } ? $" ({drift.Confirmations.Count} of {drift.Needed} confirmed)" : "";

    private string? RunningSentence() => this switch
    {
        { Abort: { Now: true } abort } => $"{abort.Person} aborted it",
        { Abort: { } abort } => $"{abort.Person} asked to abort at the next safe point",
        { Pause: { Now: true } pause } => $"{Held(pause)}, once the effect in hand has ended",
        { Pause: { } pause } => $"{pause.Person} asked to pause at the next safe point{Because(pause)}",
        _ => null,
    };

    private string Held(PauseRecord pause)
    {
        var guarded = pause.Guarded is { } guard ? $"{guard}{Since}" : null;
        var asked = pause.Person == PersonId.Nightshift ? pause.Reason : $"paused by {pause.Person}{Because(pause)}";
        return $"{(pause.Person == PersonId.Nightshift ? "held: " : "")}{string.Join("; ", new[] { asked, guarded }.OfType<string>())}";
    }

    private string Since => Violated.Any(violation => !violation.Waived) ? "" : " (it holds again)";

    private static string Because(PauseRecord pause) => pause.Reason is { } reason ? $": {reason}" : "";
}
