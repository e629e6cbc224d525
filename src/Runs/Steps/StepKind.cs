namespace Nightshift.Runs;

public enum StepKind
{
    /// <summary>Reads live state; its result is journaled, since what follows depends on it. Safe to run again after a crash.</summary>
    Observation,

    /// <summary>Changes something outside. After a crash it is probed, never blindly repeated.</summary>
    Effect,

    /// <summary>Waits until a condition on live state holds, with a deadline. Safe to run again after a crash.</summary>
    Gate,
}
