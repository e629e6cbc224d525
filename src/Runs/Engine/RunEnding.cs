using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>How a run ended, from what its playbook threw and what its journal holds.</summary>
internal static class RunEnding
{
    public static Ended Of(RunProjection run, Exception? thrown, StepPath? unmet)
    {
        if (thrown is ReplayMismatchException) return Failed(run, thrown.Message);
        if (unmet is { } left)
            return Failed(run, new ReplayMismatchException($"the step {left}", "ended without it" + (thrown is null ? "" : $" ({Sentences.Error(thrown)})")).Message);
        if (run.Steps.FirstOrDefault(step => step is { WayOut: true, Phase: StepPhase.Abandoned }) is { } stuck)
            return Failed(run, $"{stuck.Path}: {stuck.Reason}");
        if (thrown is not null && !IsAbandonment(run, thrown)) return Failed(run, Sentences.Error(thrown));
        if (run.Holds.Any()) return Failed(run, run.Stop?.Reason);
        if (run.Stop is not { } stop) return new Ended(RunState.Succeeded, null);
        return stop.ByPeople || run.Abort is not null
            ? new Ended(RunState.Stopped, $"{stop.Reason}; everything was put back")
            : Failed(run, stop.Reason);
    }

    /// <summary>Cancelled branches throw their cancellation beside the abandonment that it came from.</summary>
    private static bool IsAbandonment(RunProjection run, Exception thrown) => thrown switch
    {
        RunAbandonedException => true,
        OperationCanceledException => run.Stop is not null,
        AggregateException many => many.InnerExceptions.All(one => IsAbandonment(run, one)),
        _ => false,
    };

    private static Ended Failed(RunProjection run, string? reason)
    {
        var parts = new[] { reason, Sentences.StillHeld(run), Sentences.NotDone(run), Sentences.ByHand(run) }.Where(part => !string.IsNullOrEmpty(part));
        return new Ended(RunState.Failed, string.Join("; ", parts));
    }
}
