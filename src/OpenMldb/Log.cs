using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb;

/// <summary>What the client logs. Ids 4100 to 4119.</summary>
internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Information, "Nameserver leader is {Leader} by {LockNode}")]
    public static partial void LeaderFound(ILogger logger, Endpoint leader, string lockNode);

    [LoggerMessage(4101, LogLevel.Information, "{Operation} is tried again ({Action}) after try {Attempt}: {Reason}")]
    public static partial void TryAgain(ILogger logger, Operation operation, string action, int attempt, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "{Operation}: outcome unknown: {Reason}")]
    public static partial void OutcomeUnknown(ILogger logger, Operation operation, string reason);
}
