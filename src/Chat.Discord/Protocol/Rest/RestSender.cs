using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>Sends a request when Discord's limits let it, and again where that is safe; an answer that is no success becomes an exception.</summary>
internal sealed partial class RestSender(RestOptions options, TimeProvider time, Jitter jitter, ILogger logger) : IDisposable
{
    private readonly RestTransport _transport = new(options, time);
    private readonly Buckets _buckets = new(time);
    private readonly GlobalLimit _global = new(options.RequestsPerSecond, options.RequestsAtOnce, options.UploadsAtOnce, time);
    private readonly InvalidRequests _invalid = new(options.InvalidRequests, time, logger);
    private readonly CancellationTokenSource _closed = new();
    private volatile DiscordRefusedException? _refusal;

    /// <returns>The answer's body.</returns>
    /// <exception cref="DiscordRefusedException">Discord said no.</exception>
    /// <exception cref="DiscordUnreachableException">No answer, or none in time.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(request.IsUrgent ? options.UrgentCallTimeout : options.CallTimeout, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token, _closed.Token);
        var call = new RestCall(request, _buckets.Ticket());
        try
        {
            while (true)
            {
                if (await AttemptAsync(call, any.Token) is { } body) return body;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (call.MayHaveHappened) Log.OutcomeUnknown(logger, request.Operation, call.LastProblem);
            throw new DiscordUnreachableException($"{request.Operation} was not done in time: {call.LastProblem}", exception);
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _transport.Dispose();
    }

    /// <returns>Null: once more, for what must pass before that is seen to.</returns>
    private async Task<ReadOnlyMemory<byte>?> AttemptAsync(RestCall call, CancellationToken cancellationToken)
    {
        var request = call.Request;
        RefuseIfHopeless(request);
        var turn = request.IsUrgent ? null : await _buckets.EnterAsync(request, call.Ticket, cancellationToken);
        TimeSpan wait;
        try
        {
            call.Attempt++;
            var reply = await ReplyAsync(call, cancellationToken);
            if (reply is { IsSuccess: true }) return reply.Body;
            if (reply is not null && Considered(call, reply) is { } body) return body;
            wait = call.Wait;
            _buckets.Of(request).Close(wait);
        }
        finally
        {
            if (turn is not null) _buckets.Leave(turn);
        }
        if (request.IsUrgent) await Task.Delay(wait, time, cancellationToken);
        return null;
    }

    /// <returns>Null: there is none, and the request is to be sent again.</returns>
    private async Task<RestReply?> ReplyAsync(RestCall call, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await PassAsync(call, cancellationToken);
            _buckets.Learn(call.Request, reply.Limits);
            _invalid.Count((int)reply.Status, reply.Limits.Scope);
            return reply;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException)
        {
            var isSent = exception is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
            };
            var reason = exception.Message.TrimEnd('.');
            var otherwise = new DiscordUnreachableException($"{call.Request.Operation}: {reason}", exception);
            Again(call, isSent ? RestProblem.NoReply : RestProblem.NotSent, reason, otherwise);
            return null;
        }
    }

    /// <summary>Past the limit that all of the bot's requests share; those of interactions do not count towards it.</summary>
    private async Task<RestReply> PassAsync(RestCall call, CancellationToken cancellationToken)
    {
        var request = call.Request;
        if (request.InteractionToken is not null) return await _transport.SendAsync(request, cancellationToken);
        await _global.EnterAsync(request, call.Ticket, cancellationToken);
        try
        {
            return await _transport.SendAsync(request, cancellationToken);
        }
        finally
        {
            _global.Leave(request);
        }
    }

    /// <summary>Notes that the call is repeated, and when; or throws.</summary>
    private void Again(RestCall call, RestProblem problem, string reason, Exception otherwise)
    {
        call.LastProblem = reason;
        call.MayHaveHappened |= problem is RestProblem.NoReply or RestProblem.ServerFault;
        if (!RestRetry.IsRepeated(call.Request.Operation, problem, call.Failures + 1))
        {
            if (call.MayHaveHappened) Log.OutcomeUnknown(logger, call.Request.Operation, reason);
            throw otherwise;
        }
        call.Failures++;
        call.Limits = 0;
        call.Wait = RestRetry.Wait(call.Failures, jitter.Next());
        Log.TryAgain(logger, call.Request.Operation, call.Attempt, call.Wait, reason);
    }

    private void RefuseIfHopeless(RestRequest request)
    {
        if (_refusal is { } refusal && request.InteractionToken is null) throw new DiscordRefusedException(refusal.Status, refusal.Code, refusal.Message);
        if (_invalid.Wait(request.IsUrgent) is var wait && wait > TimeSpan.Zero)
            throw new DiscordUnreachableException(
                $"{request.Operation} is not sent: too many requests were refused, and Discord would ban this address. The next may go in {wait:mm\\:ss}");
        if (request.IsUrgent) return;
        var closed = _buckets.Of(request).Closed;
        if (request.InteractionToken is null && _global.Paused > closed) closed = _global.Paused;
        if (closed > options.CallTimeout) throw TooLong(request, closed);
    }

    private static DiscordUnreachableException TooLong(RestRequest request, TimeSpan wait) =>
        new($"{request.Operation} is not sent: Discord allows the next in {wait:hh\\:mm\\:ss} only");
}
