using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>Log lines that are not one role's.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(3001, LogLevel.Error, "work failed")]
    public static partial void WorkFailed(this ILogger log, Exception error);

    [LoggerMessage(3002, LogLevel.Warning, "{Table}: not available: {Error}")]
    public static partial void NotAvailable(this ILogger log, string table, string error);
}
