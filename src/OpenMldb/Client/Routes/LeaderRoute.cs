using Microsoft.Extensions.Logging;
using Nightshift.OpenMldb.Client.Retry;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Client.Routes;

/// <summary>
/// The nameserver that leads. Who leads is what ZooKeeper says (the smallest <c>lock_request</c>), not who answers code 0: a nameserver that lost its
/// session goes on answering. ZooKeeper is therefore asked before every call that changes something, and after every failure; reads may use an answer
/// that is a second old.
/// </summary>
internal sealed class LeaderRoute(RpcChannel channel, LeaderFinder leaders, OpenMldbClientOptions options, TimeProvider time, ILogger logger) : IRoute
{
    public async Task<TResult> Send<TRequest, TResponse, TResult>(
        RpcMethod<TRequest, TResponse> method, TRequest request, string? subject, Func<TResponse, TResult> read, CancellationToken cancellationToken)
        where TResponse : GeneralResponse
    {
        var began = time.GetTimestamp();
        var doubt = new Doubt(method.Operation, logger);
        var fresh = OperationFacts.EffectOf(method.Operation) != OperationEffect.Read;
        var lost = 0;
        for (var attempt = 1; ; attempt++, fresh = true)
        {
            try
            {
                var leader = await Find(method, subject, fresh, cancellationToken);
                return await channel.Send(method, leader, request, subject, read, cancellationToken);
            }
            catch (OpenMldbException e)
            {
                var action = RetryPolicy.Decide(method.Operation, e, lost + 1, options.MaxAttempts);
                lost += action == RetryAction.SendAgain ? 1 : 0;
                var again = action is RetryAction.FindLeader or RetryAction.SendAgain && time.GetElapsedTime(began) < options.LeaderDeadline;
                if (!again)
                    throw doubt.Final(e, action);
                doubt.Note(e, action, attempt);
            }

            await Task.Delay(RetryPolicy.PauseAfter(attempt), time, cancellationToken);
        }
    }

    private async Task<RpcTarget> Find<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, string? subject, bool fresh, CancellationToken cancellationToken)
        where TResponse : GeneralResponse
    {
        var call = new CallSite(method.Operation, method.Name, "nameserver", null, subject);
        try
        {
            return await leaders.Find(fresh, cancellationToken) is { } leader
                ? new RpcTarget("nameserver", leader.Endpoint, leader.Address)
                : throw new NodeUnreachableException(
                    call, Delivery.NotSent, $"{call.Prefix}: none is registered in ZooKeeper, so {method.Name} was not sent; start one, or check zk_root_path.");
        }
        catch (DiscoveryException e)
        {
            throw new NodeUnreachableException(call, Delivery.NotSent, $"{call.Prefix}: who leads cannot be told, so {method.Name} was not sent. {e.Message}", e);
        }
    }
}
