using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.OpenMldb;

/// <summary>Log lines of every node.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1, LogLevel.Information, "start {Role} on endpoint {Endpoint} with version {Version}")]
    public static partial void Started(this ILogger log, string role, string endpoint, string version);

    [LoggerMessage(2, LogLevel.Warning, "unknown flag --{Name} is ignored")]
    public static partial void UnknownFlag(this ILogger log, string name);

    [LoggerMessage(3, LogLevel.Error, "the process ends with {Code}: {Reason}")]
    public static partial void Exits(this ILogger log, int code, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Fail to authenticate")]
    public static partial void NotAuthenticated(this ILogger log);

    [LoggerMessage(5, LogLevel.Error, "{Method} failed")]
    public static partial void MethodFailed(this ILogger log, Exception error, string method);

    [LoggerMessage(6, LogLevel.Warning, "{Service}/{Method} to {Endpoint} failed: {Reason}")]
    public static partial void CallFailed(this ILogger log, string service, string method, string endpoint, string reason);

    [LoggerMessage(7, LogLevel.Warning, "fault {Id} ({Kind}) strikes {Subject}")]
    public static partial void FaultStrikes(this ILogger log, string id, string kind, string subject);

    [LoggerMessage(8, LogLevel.Error, "broken")]
    public static partial void Broken(this ILogger log, Exception error);
}
