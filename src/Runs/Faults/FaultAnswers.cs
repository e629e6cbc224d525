namespace Nightshift.Runs.Faults;

/// <summary>What people say to a run with faults in it.</summary>
public sealed record FaultAnswers
{
    /// <summary>The answer to a failed step, from the step and how often it was asked about before.</summary>
    public required Func<StepView, int, Decision> ToFailure { get; init; }

    /// <summary>Whether <c>/abort now</c> is given as soon as a fault has struck.</summary>
    public bool AbortNow { get; init; }

    /// <summary>Tries it once more, then gives the run up.</summary>
    public static FaultAnswers Retry { get; } = new() { ToFailure = (_, before) => before == 0 ? Decision.Retry : Decision.Abort };

    /// <summary>Gives the run up. A step of the way out is tried again all the same: giving that up would leave things as they are.</summary>
    public static FaultAnswers Abort { get; } = new() { ToFailure = (step, before) => step.WayOut && before == 0 ? Decision.Retry : Decision.Abort };

    /// <summary>Gives the run up at once, while the step still works.</summary>
    public static FaultAnswers AbortAtOnce { get; } = Abort with { AbortNow = true };
}
