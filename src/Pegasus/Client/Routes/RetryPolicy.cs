namespace Nightshift.Pegasus.Client.Routes;

/// <summary>What to do after a failed try.</summary>
internal enum RetryAction
{
    /// <summary>Throw the error as it is.</summary>
    GiveUp,

    /// <summary>The same again.</summary>
    SendAgain,

    /// <summary>Find out who leads, and ask there.</summary>
    FindLeader,

    /// <summary>Throw <see cref="OutcomeUnknownException"/>.</summary>
    OutcomeUnknown,
}

/// <summary>
/// Decides, and does nothing else. What certainly did not happen (not the leader, still loading, not sent) may be tried again whatever it is; what may have happened is
/// sent again only if it is a read or sets a state named in full.
/// </summary>
internal static class RetryPolicy
{
    /// <param name="attempt">The number of the try that failed, from 1; those that certainly did not arrive are not counted.</param>
    public static RetryAction Decide(OperationEffect effect, PegasusException error, int attempt, int maxAttempts) => error switch
    {
        RefusedByClusterException { Error: ErrorNames.ForwardToOthers or ErrorNames.ServiceNotActive } => RetryAction.FindLeader,
        NodeUnreachableException { Delivery: Delivery.NotSent } => RetryAction.FindLeader,
        NodeUnreachableException when effect == OperationEffect.Command => RetryAction.OutcomeUnknown,
        NodeUnreachableException when attempt < maxAttempts => RetryAction.SendAgain,
        NodeUnreachableException when effect == OperationEffect.Idempotent => RetryAction.OutcomeUnknown,
        UnintelligibleAnswerException when effect != OperationEffect.Read => RetryAction.OutcomeUnknown,
        _ => RetryAction.GiveUp,
    };

    /// <summary>The pause before the next try: short, then doubling up to 1 s.</summary>
    public static TimeSpan PauseAfter(int attempt) => TimeSpan.FromMilliseconds(Math.Min(1000, 50 * Math.Pow(2, Math.Min(attempt - 1, 10))));
}
