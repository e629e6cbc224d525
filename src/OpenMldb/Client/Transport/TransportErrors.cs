using System.Net.Sockets;
using System.Text.Json;

namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>
/// Sorts what went wrong between here and the server. Only what is listed as unintelligible came as an answer; all else is no answer.
/// </summary>
internal static class TransportErrors
{
    public static OpenMldbException Sort(CallSite call, Exception error, Delivery delivery, TimeSpan limit) => error switch
    {
        JsonException => new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with something that is not understood.", innerException: error),
        AnswerTooLongException => new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} at too great a length. {error.Message}", innerException: error),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with something that is no HTTP.", innerException: error),
        _ => new NodeUnreachableException(call, delivery, Sentence(call, error, delivery, limit), error),
    };

    private static string Sentence(CallSite call, Exception error, Delivery delivery, TimeSpan limit)
    {
        var socket = SocketErrorOf(error);
        return (delivery, error) switch
        {
            (Delivery.NotSent, _) when socket == SocketError.ConnectionRefused => $"{call.Prefix} refuses connections; {call.Method} was not sent.",
            (Delivery.NotSent, _) when socket is { } code => $"{call.Prefix} cannot be reached ({code}); {call.Method} was not sent.",
            (Delivery.NotSent, OperationCanceledException) => $"{call.Prefix} took no connection in time; {call.Method} was not sent.",
            (Delivery.NotSent, _) => $"{call.Prefix} cannot be reached; {call.Method} was not sent.",
            (_, OperationCanceledException) => $"{call.Prefix} did not answer {call.Method} within {limit.TotalSeconds:0.###} s.",
            _ => $"{call.Prefix} closed the connection before answering {call.Method}; it died, or it wants another Authorization.",
        };
    }

    private static SocketError? SocketErrorOf(Exception? error) => error switch
    {
        null => null,
        SocketException socket => socket.SocketErrorCode,
        _ => SocketErrorOf(error.InnerException),
    };
}
