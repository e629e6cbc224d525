namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>What a server may do wrong with a request.</summary>
internal interface IWireFaults
{
    /// <summary>The request is dropped without a word, as with <c>mandatory_auth</c> or a denied client.</summary>
    bool DropsRequest(RpcCall call);

    /// <summary>The request is worked off and its answer lost.</summary>
    bool DropsAnswer(RpcCall call);
}
