using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// Calls to whichever meta leads. Between upstream's servers a meta that does not lead forwards a call; here it says so, and the others are asked.
/// </summary>
internal sealed class MetaGroup(IReadOnlyList<NodeAddress> metas, FailureDetector detector, PeerClient peers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ConfigurationUpdateResponse> UpdateAsync(ConfigurationUpdateRequest request, CancellationToken cancellationToken)
    {
        var reply = await AskAsync<ConfigurationUpdateRequest, ConfigurationUpdateResponse>(
            RpcNames.UpdatePartitionConfiguration, request, response => response.Error, cancellationToken);
        return reply.Message ?? new ConfigurationUpdateResponse { Error = reply.Error };
    }

    public async Task<PeerReply<ConfigSyncResponse>> SyncAsync(ConfigSyncRequest request, CancellationToken cancellationToken) =>
        await AskAsync<ConfigSyncRequest, ConfigSyncResponse>(RpcNames.ConfigSync, request, response => response.Error, cancellationToken);

    private async Task<PeerReply<TResponse>> AskAsync<TRequest, TResponse>(
        string rpc, TRequest request, Func<TResponse, ErrorCode> error, CancellationToken cancellationToken)
        where TRequest : class, IThriftStruct, new()
        where TResponse : class, IThriftStruct, new()
    {
        var leader = detector.Leader;
        var reply = await peers.CallAsync<TRequest, TResponse>(leader.Ip, rpc, request, Patience, cancellationToken);
        foreach (var meta in metas)
        {
            if (reply.Message is null || error(reply.Message) != ErrorCode.ForwardToOthers) break;
            if (meta != leader) reply = await peers.CallAsync<TRequest, TResponse>(meta.Ip, rpc, request, Patience, cancellationToken);
        }

        return reply;
    }
}
