using Nightshift.OpenMldb.Client.Retry;

namespace Nightshift.OpenMldb.Client.Routes;

/// <summary>Remembers over several tries whether an earlier one may have changed something: then no later refusal proves that nothing happened.</summary>
internal sealed class Doubt(Operation operation)
{
    private bool _any;

    public void Note(OpenMldbException error) =>
        _any |= OperationFacts.EffectOf(operation) != OperationEffect.Read && error is NodeUnreachableException { Delivery: Delivery.ReplyLost };

    /// <summary>What to throw in the end.</summary>
    public OpenMldbException Final(OpenMldbException error, RetryAction action) =>
        _any || action == RetryAction.OutcomeUnknown ? new OutcomeUnknownException(error.Call, error) : error;
}
