using Microsoft.Extensions.Logging;
using Nightshift.Clusters;

namespace Nightshift.Pegasus;

/// <summary>What the client logs. Ids 5100 to 5119.</summary>
internal static partial class Log
{
    [LoggerMessage(5100, LogLevel.Information, "Meta server leader is {Leader}")]
    public static partial void LeaderFound(ILogger logger, Endpoint leader);

    [LoggerMessage(5101, LogLevel.Information, "{Method} is tried again ({Action}) after try {Attempt}: {Reason}")]
    public static partial void TryAgain(ILogger logger, string method, string action, int attempt, string reason);

    [LoggerMessage(5102, LogLevel.Warning, "{Method}: outcome unknown: {Reason}")]
    public static partial void OutcomeUnknown(ILogger logger, string method, string reason);

    [LoggerMessage(5103, LogLevel.Debug, "{Address}: {Name} for the call {SeqId} came too late and is dropped")]
    public static partial void LateAnswer(ILogger logger, Endpoint address, string name, int seqId);

    [LoggerMessage(5104, LogLevel.Information, "{Address} was silent on its connection; the next call gets a new one")]
    public static partial void ConnectionGivenUp(ILogger logger, Endpoint address);

    [LoggerMessage(5105, LogLevel.Debug, "{Address} did not answer a negotiation either: {Reason}")]
    public static partial void NegotiationUnanswered(ILogger logger, Endpoint address, string reason);

    [LoggerMessage(5106, LogLevel.Debug, "The connection to {Address} was closed without waiting for its end: {Reason}")]
    public static partial void SessionClosedHard(ILogger logger, Endpoint address, string reason);

    [LoggerMessage(5107, LogLevel.Debug, "The name of the meta server {Meta} cannot be resolved: {Reason}")]
    public static partial void NameUnresolved(ILogger logger, Endpoint meta, string reason);
}
