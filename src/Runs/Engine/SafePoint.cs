using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>
/// One safe point on the way in: stops there when the run was aborted, waits while it is paused, and waits for people when the cluster is not as expected.
/// What was recorded of it decides alone in a replay.
/// </summary>
internal sealed class SafePoint(RunExecution run, RunContext context, StepPath own, DriftCheck? drift, CancellationToken cancellationToken)
{
    public async Task PassAsync()
    {
        for (var look = 1; ; look++)
        {
            var compare = own.Child(look == 1 ? "compare" : $"compare ({look})");
            var (met, seen) = run.Journal.Read(state => (state.SafePoints.GetValueOrDefault(own), state.FindStep(compare) is not null));
            if (met is not null && !seen)
            {
                if (!met.Stopped) return;
                throw context.Abandon(own, run.Journal.Read(state => state.Stop!.Reason));
            }
            if (met is null) await StandWhilePausedAsync();
            var facts = drift is null ? ClusterLook.Nothing : await CompareAsync(compare);
            if (facts.Differences.Count > 0) await UntilConfirmedAsync(compare, facts);
            // What a process before this one saw may be long ago: then it looks again.
            else if (met is null && !seen && TryPass(facts)) return;
        }
    }

    private Task<ClusterLook> CompareAsync(StepPath compare) =>
        context.Scope(own.Name).StepAsync(new ClusterComparison(run, drift!).Step(compare.Name), cancellationToken);

    private async Task StandWhilePausedAsync()
    {
        var since = run.Time.GetTimestamp();
        while (true)
        {
            var changed = run.Changes.Next;
            await ThrowIfOverAsync();
            if (run.Journal.Read(state => state.Pause) is null) return;
            var patience = await run.StandUnaskedAsync(own, since);
            if (patience == TimeSpan.Zero) continue;
            await run.Journal.PostAsync(state => Proposal.Of(true, (IReadOnlyList<RunEvent>)(state.Pause is null || state.StandsAt(own) ? [] : [new Paused(own)])));
            await run.ChangedAsync(changed, patience, cancellationToken);
        }
    }

    private async Task UntilConfirmedAsync(StepPath compare, ClusterLook look)
    {
        while (true)
        {
            var changed = run.Changes.Next;
            if (run.Journal.Read(state => state.FindDrift(compare)) is { Confirmed: true }) return;
            await ThrowIfOverAsync();
            await run.Journal.PostAsync(state => Proposal.Of(
                true, (IReadOnlyList<RunEvent>)(state.FindDrift(compare) is null && RunTransitions.Takes(state.State, RunTrigger.DriftBeforeNode) ? [Found(state)] : [])));
            if (await run.GiveUpUnaskedAsync(own, $"the cluster changed: {string.Join("; ", look.Differences)}")) continue;
            await run.ChangedAsync(changed, Timeout.InfiniteTimeSpan, cancellationToken);
        }

        DriftFound Found(RunProjection state) =>
            new(compare, look.Differences, look.Facts, JournalChain.Sha256($"{state.Plan.Hash}\n{compare}\n{string.Join('\n', look.Differences)}"));
    }

    /// <summary>Decided once, when it is asked: the run goes on from here although another process's command may come before it in the journal.</summary>
    private bool TryPass(ClusterLook look)
    {
        bool? passes = null;
        return run.Journal.Post(
            state => Proposal.Of(
                passes ??= state.Abort is null && state.Pause is null,
                (IReadOnlyList<RunEvent>)(passes == false ? [] : look.Facts.Count == 0 ? [new SafePointMet(own, false)] : [new BaselineMoved(own, look.Facts), new SafePointMet(own, false)])),
            Flush.WithNext).Result;
    }

    private async Task ThrowIfOverAsync()
    {
        var (abort, stop) = run.Journal.Read(state => (state.Abort, state.Stop));
        if (context.Refuses(stop)) throw context.Abandon(own, stop!.Reason);
        if (abort is not null) throw context.Abandon(own, await StopHereAsync());
    }

    private async Task<string> StopHereAsync()
    {
        await run.Journal.PostAsync(state => Proposal.Of(true, (IReadOnlyList<RunEvent>)(state.Stop is null
            ? [new SafePointMet(own, true), new Stopping(own, $"{state.Abort!.Person} aborted it; it stopped at the safe point {own}", AtOnce: false, ByPeople: true)]
            : [new SafePointMet(own, true)])));
        return run.Journal.Read(state => state.Stop!.Reason);
    }
}
