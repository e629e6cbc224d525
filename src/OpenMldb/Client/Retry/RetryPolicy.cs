namespace Nightshift.OpenMldb.Client.Retry;

/// <summary>What to do after a failed try.</summary>
internal enum RetryAction
{
    /// <summary>Throw the error as it is.</summary>
    GiveUp,

    /// <summary>The same server again.</summary>
    SendAgain,

    /// <summary>Find out who leads, and ask there.</summary>
    FindLeader,

    /// <summary>Throw <see cref="OutcomeUnknownException"/>.</summary>
    OutcomeUnknown,
}

/// <summary>
/// Decides, and does nothing else. What certainly did not happen (300, not sent) may be tried again whatever it is; what may have happened is sent
/// again only if it is a read or sets a state named in full.
/// </summary>
internal static class RetryPolicy
{
    /// <param name="attempt">The number of the try that failed, from 1; those that certainly did not arrive are not counted.</param>
    public static RetryAction Decide(Operation operation, OpenMldbException error, int attempt, int maxAttempts)
    {
        if (operation == Operation.Unknown)
            return RetryAction.GiveUp;
        var effect = OperationFacts.EffectOf(operation);
        return error switch
        {
            RefusedByClusterException { Code: ReturnCode.NameserverIsNotLeader } => RetryAction.FindLeader,
            NodeUnreachableException { Delivery: Delivery.NotSent } => RetryAction.FindLeader,
            NodeUnreachableException when effect == OperationEffect.Command => RetryAction.OutcomeUnknown,
            NodeUnreachableException when attempt < maxAttempts => RetryAction.SendAgain,
            NodeUnreachableException when effect == OperationEffect.Idempotent => RetryAction.OutcomeUnknown,
            UnintelligibleAnswerException when effect != OperationEffect.Read => RetryAction.OutcomeUnknown,
            _ => RetryAction.GiveUp,
        };
    }

    /// <summary>The pause before the next try: short, then doubling up to 1 s.</summary>
    public static TimeSpan PauseAfter(int attempt) => TimeSpan.FromMilliseconds(Math.Min(1000, 50 * Math.Pow(2, Math.Min(attempt - 1, 10))));
}
