using System.Globalization;
using System.Net;

namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>
/// Answers that are no HTTP 200: text <c>[ip:port][E1003]…</c> with header <c>x-bd-error-code</c>. Sorted by what they say about the request.
/// Source: brpc <c>errno.proto</c>, <c>http_rpc_protocol.cpp</c>.
/// </summary>
internal static class BrpcErrors
{
    private const int PermissionDenied = 1;
    private const int NoService = 1001;
    private const int NoMethod = 1002;
    private const int BadRequest = 1003;
    private const int Authentication = 1004;
    private const int TimedOut = 1008;
    private const int LoggedOff = 2003;
    private const int Limit = 2004;

    public static OpenMldbException Sort(CallSite call, HttpStatusCode status, string? brpcHeader, string body)
    {
        var code = int.TryParse(brpcHeader, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var text = Printable.Of(body);
        var said = $"HTTP {(int)status}{(code is null ? "" : $", brpc error {code}")}{(text.Length == 0 ? "" : $": {text}")}";
        return code switch
        {
            NoService or NoMethod =>
                new WrongRequestException(call, $"{call.Prefix} does not know {call.Method} ({said}); it may be of an older version.", code),
            BadRequest => new WrongRequestException(call, $"{call.Prefix} rejected the request of {call.Method} as malformed ({said}).", code),
            Authentication or PermissionDenied => new RefusedByClusterException(
                call, (int)ReturnCode.NotAuthorized, text, $"{call.Prefix} refused {call.Method} ({said}); check the configured Authorization.", code),
            LoggedOff => new NodeUnreachableException(call, Delivery.NotSent, $"{call.Prefix} is shutting down and did not take {call.Method} ({said})."),
            Limit => new NodeUnreachableException(call, Delivery.NotSent, $"{call.Prefix} is overloaded and did not take {call.Method} ({said})."),
            TimedOut => new NodeUnreachableException(call, Delivery.ReplyLost, $"{call.Prefix} timed out over {call.Method} ({said})."),
            _ => new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with {said}.", (int)status, code),
        };
    }
}
