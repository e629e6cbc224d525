using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

public sealed partial class RunService
{
    public Task<Answer> PauseAsync(RunId run, PersonId person, bool now, string? reason, CancellationToken cancellationToken) => CommandAsync(
        run, person, now ? RunTrigger.PauseNow : RunTrigger.Pause, state => Pause(state, person, now, reason), cancellationToken);

    public Task<Answer> ResumeAsync(RunId run, PersonId person, bool anyway, CancellationToken cancellationToken) =>
        CommandAsync(run, person, RunTrigger.Resume, state => Resume(state, person, anyway), cancellationToken);

    private static Proposal<Answer> Pause(RunProjection run, PersonId person, bool now, string? reason)
    {
        var trigger = now ? RunTrigger.PauseNow : RunTrigger.Pause;
        if (run.Abort is { } abort && run.Stop is null && run.State == RunState.Running)
            return Refuse(run, person, trigger, $"{abort.Person} asked to abort run {run.Id} at its next safe point; there is nothing to pause");
        if (person == PersonId.Nightshift && run.Pause is not null) return Refuse(run, person, trigger, $"run {run.Id} is held already");
        if (run.Pause is { } pause && pause.Person != PersonId.Nightshift && (pause.Now || !now || run.State == RunState.Paused))
            return Refuse(run, person, trigger, $"{pause.Person} paused run {run.Id} already; /resume {run.Id} lets it go on");
        return Accept(PausedSentence(run, now), new PauseAsked(person, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), now));
    }

    private static string PausedSentence(RunProjection run, bool now) => run.State switch
    {
        RunState.AwaitingDecision => $"run {run.Id} is paused; its question waits until /resume {run.Id}",
        RunState.Paused => $"run {run.Id} stays paused until /resume {run.Id}",
        _ when now => $"run {run.Id} begins no other effect until /resume {run.Id}; what is in hand finishes",
        _ => $"run {run.Id} pauses at its next safe point, until /resume {run.Id}",
    };

    private static Proposal<Answer> Resume(RunProjection run, PersonId person, bool anyway)
    {
        if (run.Pause is null) return ResumeUnpaused(run, person);
        if (person == PersonId.Nightshift && (run.Pause.Person != person || run.Pause.Guarded is not null))
            return Refuse(run, person, RunTrigger.Resume, $"run {run.Id} stands for another reason than what {person} paused it for: {run.Pause.Guarded ?? $"{run.Pause.Person} paused it"}");
        var violated = run.Violated.Where(violation => !violation.Waived).ToList();
        if (violated.Count > 0 && !anyway)
        {
            var names = string.Join("; ", violated.Select(violation => $"the guard '{violation.Name}' is still violated: {violation.Sentence}"));
            return Refuse(run, person, RunTrigger.Resume, $"{names}; /resume {run.Id} anyway goes on nevertheless");
        }
        IReadOnlyList<RunEvent> confirmed = MayConfirmByResuming(run, person) ? [.. run.OpenDrifts.Select(drift => new DriftConfirmed(person, drift.Found.Hash))] : [];
        return Accept(
            violated.Count > 0 ? $"run {run.Id} goes on although {string.Join(", ", violated.Select(violation => $"'{violation.Name}'"))} is violated" : $"run {run.Id} goes on",
            [new Continued(person, anyway), .. confirmed]);
    }

    private static Proposal<Answer> ResumeUnpaused(RunProjection run, PersonId person)
    {
        if (run.OpenDrifts.ToList() is not { Count: > 0 } drifts)
            return Refuse(run, person, RunTrigger.Resume, run.LockLost is { } lost ? $"run {run.Id} {lost}" : $"run {run.Id} is not paused");
        return MayConfirmByResuming(run, person)
            ? Accept($"run {run.Id} goes on with the cluster as it is now", [.. drifts.Select(drift => new DriftConfirmed(person, drift.Found.Hash))])
            : Refuse(run, person, RunTrigger.Resume, $"run {run.Id} stands because the cluster changed: {string.Join("; ", drifts[0].Found.Differences)}; /approve {run.Id} {ShortHash.Of(drifts[0].Found.Hash)} lets it go on");
    }

    /// <summary>Where the policy asks for nobody else; what changed is for people to see, never for the program.</summary>
    private static bool MayConfirmByResuming(RunProjection run, PersonId person) => run.Policy.Approvers == 0 && person != PersonId.Nightshift;

    /// <summary>An approval of what changed before a node.</summary>
    private static Proposal<Answer> Confirm(RunProjection run, PersonId person, string hash)
    {
        var drifts = run.OpenDrifts.ToList();
        if (drifts.Count == 0) return Refuse(run, person, RunTrigger.Approve, $"run {run.Id} is paused; there is nothing to approve");
        if (person == run.Request.RequestedBy && run.Policy.Approvers > 0)
            return Refuse(run, person, RunTrigger.Approve, $"{person} asked for run {run.Id}; somebody else has to approve it");
        if (drifts.Find(drift => string.Equals(drift.Found.Hash, hash, StringComparison.OrdinalIgnoreCase)) is not { } drift)
            return Refuse(run, person, RunTrigger.Approve, $"this is not an approval of what changed before run {run.Id} could go on; look at it and approve that");
        if (drift.Confirmations.Any(given => given.Person == person))
            return Refuse(run, person, RunTrigger.Approve, $"{person} has approved run {run.Id} already");
        var missing = drift.Needed - drift.Confirmations.Count - 1;
        return Accept(
            missing > 0 ? $"{person} approved run {run.Id}; {More(missing)}" : $"{person} approved run {run.Id}; it goes on with the cluster as it is now",
            new DriftConfirmed(person, drift.Found.Hash));
    }
}
