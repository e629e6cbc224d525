using Microsoft.Extensions.Logging;

namespace Nightshift.Runs.Locks;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Critical, "Cluster {Cluster} was taken from run {Run} by {Person}; what that run left half done is theirs to see to")]
    public static partial void FreedFromRun(ILogger log, string cluster, RunId run, PersonId person);
}
