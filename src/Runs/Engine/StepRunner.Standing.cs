using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class StepRunner<T>
{
    /// <summary>Whether this step has waited before it began, or before another attempt.</summary>
    private bool _stood;

    /// <summary>An effect of the way in does not begin while the run is paused at once.</summary>
    private bool IsHeld(RunProjection state) => step.Kind == StepKind.Effect && !WayOut && state.Pause is { Now: true };

    private async Task StandWhileHeldAsync()
    {
        var since = run.Time.GetTimestamp();
        while (true)
        {
            run.ThrowIfHalted();
            var changed = run.Changes.Next;
            if (!run.Journal.Read(IsHeld))
            {
                await ThrowIfGivenUpAsync();
                return;
            }
            _stood = true;
            var patience = await run.StandUnaskedAsync(path, since);
            if (patience == TimeSpan.Zero) continue;
            await run.Journal.PostAsync(state => Proposal.Of(true, (IReadOnlyList<RunEvent>)(IsHeld(state) && !state.StandsAt(path) ? [new Paused(path)] : [])));
            await run.ChangedAsync(changed, patience, cancellationToken);
        }
    }

    /// <summary>Another attempt that the run's end overtook while it waited.</summary>
    private async Task ThrowIfGivenUpAsync()
    {
        if (!_stood) return;
        var (stop, recorded) = run.Journal.Read(state => (state.Stop, state.FindStep(path)));
        if (stop is { AtOnce: true } && recorded is not null) throw await AbandonAsync($"not tried again: {stop.Reason}", stop.ByPeople);
    }
}
