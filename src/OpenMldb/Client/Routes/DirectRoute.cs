using Microsoft.Extensions.Logging;
using Nightshift.OpenMldb.Client.Retry;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client.Routes;

/// <summary>
/// One server, whatever its role at the moment. A server that takes no connection is given up at once: waiting is the caller's choice.
/// </summary>
internal sealed class DirectRoute(RpcChannel channel, RpcTarget target, OpenMldbClientOptions options, TimeProvider time, ILogger logger) : IRoute
{
    public async Task<TResult> Send<TRequest, TResponse, TResult>(
        RpcMethod<TRequest, TResponse> method, TRequest request, string? subject, Func<TResponse, TResult> read, CancellationToken cancellationToken)
        where TResponse : GeneralResponse
    {
        var doubt = new Doubt(method.Operation, logger);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await channel.Send(method, target, request, subject, read, cancellationToken);
            }
            catch (OpenMldbException e)
            {
                var action = RetryPolicy.Decide(method.Operation, e, attempt, options.MaxAttempts);
                if (action != RetryAction.SendAgain)
                    throw doubt.Final(e, action);
                doubt.Note(e, action, attempt);
            }

            await Task.Delay(RetryPolicy.PauseAfter(attempt), time, cancellationToken);
        }
    }
}
