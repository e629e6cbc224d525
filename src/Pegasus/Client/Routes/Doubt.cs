using Microsoft.Extensions.Logging;

namespace Nightshift.Pegasus.Client.Routes;

/// <summary>Remembers over several tries whether an earlier one may have changed something: then no later refusal proves that nothing happened.</summary>
internal sealed class Doubt(string method, OperationEffect effect, ILogger logger)
{
    private bool _any;

    /// <summary>Another try follows this one.</summary>
    public void Note(PegasusException error, RetryAction action, int attempt)
    {
        _any |= effect != OperationEffect.Read && error is NodeUnreachableException { Delivery: Delivery.ReplyLost };
        Log.TryAgain(logger, method, action.ToString(), attempt, error.Message);
    }

    /// <summary>What to throw in the end.</summary>
    public PegasusException Final(PegasusException error, RetryAction action)
    {
        if (!_any && action != RetryAction.OutcomeUnknown)
            return error;
        Log.OutcomeUnknown(logger, method, error.Message);
        return new OutcomeUnknownException(error.Call, error);
    }
}
