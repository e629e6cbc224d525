using System.Net;
using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Log lines of the wire.</summary>
internal static partial class WireLog
{
    [LoggerMessage(1001, LogLevel.Warning, "close the connection of {Peer}: {Reason}")]
    public static partial void ConnectionClosed(this ILogger log, IPEndPoint peer, string reason);

    [LoggerMessage(1002, LogLevel.Error, "handler of {Rpc} failed")]
    public static partial void HandlerFailed(this ILogger log, Exception error, string rpc);

    [LoggerMessage(1003, LogLevel.Warning, "{Rpc} of {Peer} cannot be read: {Reason}")]
    public static partial void RequestUnreadable(this ILogger log, string rpc, IPEndPoint peer, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "{Rpc} to {Peer}: {Error}")]
    public static partial void PeerCallFailed(this ILogger log, string rpc, IPEndPoint peer, string error);

    [LoggerMessage(1005, LogLevel.Warning, "fault {Name} = {Value}")]
    public static partial void FaultSet(this ILogger log, string name, int value);

    [LoggerMessage(1006, LogLevel.Trace, "the connection of {Peer} ended: {Reason}")]
    public static partial void ConnectionEnded(this ILogger log, IPEndPoint peer, string reason);
}
