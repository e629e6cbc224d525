namespace Nightshift.Runs;

/// <summary>
/// The run does not go on from here: a step failed and people (or the deadline) decided to abort, or <c>/abort</c> was given. Playbooks let it
/// pass; their scopes put things back while it does.
/// </summary>
public sealed class RunAbandonedException(StepPath at, string reason, Exception? innerException = null)
    : Exception($"{at}: {reason}", innerException)
{
    public StepPath At { get; } = at;

    public string Reason { get; } = reason;
}
