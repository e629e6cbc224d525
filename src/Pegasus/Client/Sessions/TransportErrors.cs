using System.Net.Sockets;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>Sorts what went wrong between here and the server.</summary>
internal static class TransportErrors
{
    public static NodeUnreachableException NotConnected(CallSite call, Exception error, TimeSpan limit) => new(
        call, Delivery.NotSent,
        error switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{call.Prefix} refuses connections; {call.Method} was not sent.",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                $"{call.Prefix} has a name that cannot be resolved; {call.Method} was not sent.",
            SocketException socket => $"{call.Prefix} cannot be reached ({socket.SocketErrorCode}); {call.Method} was not sent.",
            _ => $"{call.Prefix} took no connection within {limit.TotalSeconds:0.###} s; {call.Method} was not sent.",
        },
        error);

    public static PegasusException Sort(CallSite call, ConnectionDiedException error) => (error.Delivery, error.InnerException) switch
    {
        (Delivery.ReplyLost, WireFormatException wire) => Unintelligible(call, wire),
        (Delivery.NotSent, _) => new NodeUnreachableException(
            call, Delivery.NotSent, $"The connection to {call.Server} ended before {call.Method} was sent: {error.Message}", error),
        (_, ClosedByServerException) => new NodeUnreachableException(
            call, Delivery.ReplyLost, $"{call.Prefix} closed the connection before answering {call.Method}; it ended, or it does not like the request.", error),
        _ => new NodeUnreachableException(
            call, Delivery.ReplyLost, $"The connection to {call.Server} ended before {call.Method} was answered: {error.Message}", error),
    };

    public static UnintelligibleAnswerException Unintelligible(CallSite call, WireFormatException error) =>
        new(call, $"{call.Prefix} answered {call.Method} with something that is not understood. {error.Message}", error);
}
