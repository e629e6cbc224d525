namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>What came of a call to another server.</summary>
/// <param name="Error">Envelope error, or <c>ERR_TIMEOUT</c> or <c>ERR_NETWORK_FAILURE</c> when no answer came.</param>
/// <param name="Message">The answer; null with an error.</param>
internal readonly record struct PeerReply<T>(ErrorCode Error, T? Message)
    where T : class;
