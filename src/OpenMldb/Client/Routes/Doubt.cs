using Microsoft.Extensions.Logging;
using Nightshift.OpenMldb.Client.Retry;

namespace Nightshift.OpenMldb.Client.Routes;

/// <summary>
/// Remembers over several tries whether an earlier one may have changed something: then no later refusal proves that nothing happened.
/// </summary>
internal sealed class Doubt(Operation operation, ILogger logger)
{
    private bool _any;

    /// <summary>Another try follows this one.</summary>
    public void Note(OpenMldbException error, RetryAction action, int attempt)
    {
        _any |= OperationFacts.EffectOf(operation) != OperationEffect.Read && error is NodeUnreachableException { Delivery: Delivery.ReplyLost };
        Log.TryAgain(logger, operation, action.ToString(), attempt, error.Message);
    }

    /// <summary>What to throw in the end.</summary>
    public OpenMldbException Final(OpenMldbException error, RetryAction action)
    {
        if (!_any && action != RetryAction.OutcomeUnknown)
            return error;
        Log.OutcomeUnknown(logger, operation, error.Message);
        return new OutcomeUnknownException(error.Call, error);
    }
}
