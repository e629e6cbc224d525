using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

internal sealed partial class RunWorker
{
    /// <summary>Timestamp of the first of the attempts to read the cluster that failed in a row.</summary>
    private long? _unreadSince;

    /// <summary>Takes the cluster's lock, makes sure that the cluster is as planned, and starts; or waits a while and leaves it queued.</summary>
    private async Task TryStartAsync(CancellationToken owned)
    {
        await _journal.PostAsync(run => Proposal.Of(true, ExpireIfDue(run)));
        if (_journal.Read(run => run.State) != RunState.Queued) return;
        if (!await TryLockAsync(owned))
        {
            // The service wakes it when its cluster becomes free.
            await _changed.WaitAsync(parts.Options.QueueRecheck, parts.Time, owned);
            return;
        }
        await StartUnlessDriftedAsync(owned);
    }

    private async Task<bool> TryLockAsync(CancellationToken owned)
    {
        var (cluster, command) = _journal.Read(run => (run.Request.Cluster, run.Request.Command));
        _journal.Fences = new Fences(lease.Fence, null);
        var attempt = await parts.Store.TryLockAsync(lease, cluster, command, parts.Time.GetUtcNow(), owned);
        if (attempt.Taken is { } taken)
        {
            _journal.Fences = new Fences(lease.Fence, taken.Fence);
            return true;
        }
        if (attempt.Waits is not { } reason) return false;
        if (attempt.Behind is { } behind && parts.Journals.WhyUnreadable(behind) is { } unreadable) reason += $"; {unreadable}";
        await _journal.PostAsync(run => Proposal.Of(
            true, (IReadOnlyList<RunEvent>)(run.State == RunState.Queued && run.Reason != reason ? [new Queued(attempt.Behind, reason)] : [])));
        return false;
    }

    private async Task StartUnlessDriftedAsync(CancellationToken owned)
    {
        try
        {
            var (request, planned) = _journal.Read(run => (run.Request, run.Plan));
            var drift = await DriftAsync(request, planned, owned);
            if (drift.Count > 0)
            {
                // What is gone at another look was a blip.
                await Task.Delay(parts.Options.StartRetry, parts.Time, owned);
                drift = await DriftAsync(request, planned, owned);
            }
            var replanned = drift.Count == 0 ? null : await parts.Planner.PlanAsync(request, owned);
            _unreadSince = null;
            await _journal.PostAsync(run => Proposal.Of(true, RunTransitions.Takes(run.State, drift.Count == 0 ? RunTrigger.Start : RunTrigger.DriftBeforeStart) ? Start(run, replanned, drift) : []));
        }
        catch (Exception e) when (e is not (StoreException or FencedException) && !owned.IsCancellationRequested)
        {
            await AskAgainLaterAsync(Sentences.Error(e), owned);
        }
    }

    private async Task<IReadOnlyList<string>> DriftAsync(RunRequest request, Plan planned, CancellationToken owned) =>
        planned.Fingerprint.DifferenceTo(await parts.Program.FingerprintAsync(request, owned));

    /// <summary>A nameserver that changes, or a lost connection, is no reason to give up what people approved; something lasting is.</summary>
    private async Task AskAgainLaterAsync(string error, CancellationToken owned)
    {
        _unreadSince ??= parts.Time.GetTimestamp();
        var gaveUp = parts.Time.GetElapsedTime(_unreadSince.Value) >= parts.Options.StartPatience;
        var reason = gaveUp
            ? $"nothing was begun: the cluster could not be compared with the plan: {error}"
            : $"waits until the cluster can be compared with the plan, at most {Sentences.Span(parts.Options.StartPatience)}: {error}";
        await _journal.PostAsync(run => Proposal.Of(true, (IReadOnlyList<RunEvent>)(run.State != RunState.Queued || (!gaveUp && run.Reason == reason)
            ? []
            : [gaveUp ? new Ended(RunState.Failed, reason) : new Queued(null, reason)])));
        if (!gaveUp) await Task.Delay(parts.Options.StartRetry, parts.Time, owned);
    }

    private IReadOnlyList<RunEvent> Start(RunProjection run, Plan? replanned, IReadOnlyList<string> drift)
    {
        var started = new Started(_journal.Fences!.Lock!.Value, parts.Self.ToString());
        if (replanned is null) return [started];
        if (replanned.Obstacles.Count > 0)
            return [new PlanMade(replanned, drift, Confirm: true), new Rejected(PersonId.Nightshift, string.Join("; ", replanned.Obstacles))];
        return run.ApproversNeeded == 0 && SameSteps(run.Plan, replanned)
            ? [new PlanMade(replanned, [], Confirm: false), started]
            : [new PlanMade(replanned, drift, Confirm: true)];
    }

    private static bool SameSteps(Plan one, Plan other) =>
        one.Tier == other.Tier
        && one.Steps.Select(Key).SequenceEqual(other.Steps.Select(Key))
        && one.Holds.SequenceEqual(other.Holds)
        && one.Risks.SequenceEqual(other.Risks);

    private static (string Path, StepKind Kind, string Description) Key(PlannedStep step) => (step.Path, step.Kind, step.Description);
}
