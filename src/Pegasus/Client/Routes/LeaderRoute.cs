using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Routes;

/// <summary>
/// Brings a call to the meta server that leads, and repeats it as far as that is safe. A standby refuses every call of its own accord, so the remembered leader may be
/// asked at once.
/// </summary>
internal sealed class LeaderRoute(RpcChannel channel, LeaderFinder leaders, PegasusClientOptions options, TimeProvider time, ILogger logger)
{
    public LeaderFinder Leaders => leaders;

    public Task<T> Ask<TRequest, T>(
        RpcMethod<TRequest, Answer<T>> method, TRequest request, string? subject, OperationEffect effect, CancellationToken cancellationToken)
    {
        var limit = OperationFacts.TimeLimitOf(method.Name, effect, options);
        return Do(method.Name, subject, effect, (call, leader, token) => channel.Ask(call, leader, method, request, limit, token), cancellationToken);
    }

    /// <summary>Does something with the leader, until it succeeds or may not be tried again.</summary>
    public async Task<T> Do<T>(
        string method, string? subject, OperationEffect effect, Func<CallSite, Endpoint, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var doubt = new Doubt(method, effect, logger);
        var lost = 0;
        for (var attempt = 1; ; attempt++)
        {
            Endpoint? leader = null;
            try
            {
                leader = await leaders.Current(cancellationToken);
                return await ask(new CallSite(method, $"meta server {leader}", leader, subject), leader.Value, cancellationToken);
            }
            catch (PegasusException e)
            {
                if (leader is { } wrong && IsNoLeader(e))
                    leaders.Forget(wrong);
                var action = RetryPolicy.Decide(effect, e, lost + 1, options.MaxAttempts);
                lost += action == RetryAction.SendAgain ? 1 : 0;
                if (action is not (RetryAction.FindLeader or RetryAction.SendAgain) || time.GetElapsedTime(began) >= options.LeaderDeadline)
                    throw doubt.Final(e, action);
                doubt.Note(e, action, attempt);
            }

            await Task.Delay(RetryPolicy.PauseAfter(attempt), time, cancellationToken);
        }
    }

    private static bool IsNoLeader(PegasusException error) =>
        error is NodeUnreachableException or RefusedByClusterException { Error: ErrorNames.ForwardToOthers or ErrorNames.ServiceNotActive };
}
