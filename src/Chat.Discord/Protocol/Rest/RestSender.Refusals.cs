using System.Net;

namespace Nightshift.Chat.Discord.Protocol.Rest;

internal sealed partial class RestSender
{
    /// <summary>Too many edits of a message that is more than an hour old: waiting does not make it younger.</summary>
    private const int TooOldToEdit = 30046;

    private const int AlreadyAcknowledged = 40060;

    /// <summary>Of what stands before Discord, in Discord's own form: "internal network error".</summary>
    private const int Walled = 40333;

    /// <returns>Null: once more, for what must pass before that is seen to.</returns>
    private ReadOnlyMemory<byte>? Considered(RestCall call, RestReply reply)
    {
        var error = RestError.Read(reply.Body.Span);
        var sentence = $"{Clean(call.Request, error.Sentence)} (HTTP {(int)reply.Status}{(error.Code == 0 ? "" : $", {error.Code}")})";
        if (MeansDone(call, error)) return ReadOnlyMemory<byte>.Empty;
        switch (Problem(reply, error))
        {
            case RestProblem.Limited when error.Code != TooOldToEdit:
                Limited(call, reply.Limits, error, sentence);
                return null;
            case RestProblem.ServerFault:
                Again(call, RestProblem.ServerFault, sentence, new DiscordUnreachableException($"Discord failed at {call.Request.Operation}: {sentence}"));
                return null;
            default:
                throw Refusal(call.Request, (int)reply.Status, error.Code, $"Discord refuses {call.Request.Operation}: {sentence}");
        }
    }

    /// <summary>Only Discord says no for good, save to what is too large for whatever stands before it.</summary>
    private static RestProblem Problem(RestReply reply, RestError error) =>
        reply.Problem == RestProblem.Refused && reply.Status != HttpStatusCode.RequestEntityTooLarge && (!error.IsDiscords || error.Code == Walled)
            ? RestProblem.ServerFault
            : reply.Problem;

    /// <summary>An acknowledgement whose answer was lost is told on the second attempt that it came.</summary>
    private static bool MeansDone(RestCall call, RestError error) =>
        call is { Request.Operation: RestOperation.AcknowledgeInteraction, MayHaveHappened: true } && error.Code == AlreadyAcknowledged;

    private DiscordRefusedException Refusal(RestRequest request, int status, int code, string sentence)
    {
        var refusal = new DiscordRefusedException(status, code, sentence);
        if (status != 401 || request.InteractionToken is not null) return refusal;
        if (_refusal is null) Log.TokenRefused(logger);
        return _refusal = refusal;
    }

    private void Limited(RestCall call, RateLimitHeaders headers, RestError error, string sentence)
    {
        var told = error.RetryAfter ?? headers.RetryAfter ?? headers.ResetAfter ?? TimeSpan.FromSeconds(error.IsDiscords ? 5 : 60);
        var least = RestRetry.LeastWait(++call.Limits);
        var wait = told > least ? told : least;
        var isGlobal = error.IsGlobal || headers.Scope == "global" || !error.IsDiscords;
        Log.Limited(logger, call.Request.Operation, isGlobal ? "global" : headers.Scope ?? "unknown", wait);
        if (isGlobal && call.Request.InteractionToken is null) _global.Pause(wait);
        else _buckets.Of(call.Request).Close(wait);
        call.LastProblem = sentence;
        call.Wait = isGlobal && call.Request.InteractionToken is null ? TimeSpan.Zero : wait;
        if (!RestRetry.IsRepeated(call.Request.Operation, RestProblem.Limited, call.Attempt) || wait > options.CallTimeout) throw TooLong(call.Request, wait);
    }

    private string Clean(RestRequest request, string text)
    {
        var clean = text.Replace(options.Token, "…", StringComparison.Ordinal);
        return request.InteractionToken is { } token ? clean.Replace(token, "…", StringComparison.Ordinal) : clean;
    }
}
