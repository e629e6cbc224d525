namespace Nightshift.Runs;

/// <summary>What people say to a failed step.</summary>
public enum Decision
{
    Retry,

    /// <summary>Only where the step allows it.</summary>
    Skip,

    /// <summary>Give the run up here and walk the way out.</summary>
    Abort,
}
