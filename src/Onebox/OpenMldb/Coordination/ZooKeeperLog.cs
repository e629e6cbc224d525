using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.OpenMldb.Coordination;

/// <summary>Log lines about ZooKeeper.</summary>
internal static partial class ZooKeeperLog
{
    [LoggerMessage(301, LogLevel.Information, "zk {Operation} {Path}: {Code}")]
    public static partial void ZooKeeperRefused(this ILogger log, string operation, string path, string code);

    [LoggerMessage(302, LogLevel.Warning, "zk {Operation} {Path}: {Reason}")]
    public static partial void ZooKeeperFailed(this ILogger log, string operation, string path, string reason);
}
