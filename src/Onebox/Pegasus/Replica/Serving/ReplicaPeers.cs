using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>The calls to other replica servers, over the wire.</summary>
internal sealed class ReplicaPeers(PeerClient client) : IReplicaPeers
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    public async Task<PrepareAck> PrepareAsync(NodeAddress node, PrepareRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var reply = await client.CallAsync<PrepareRequest, PrepareAck>(node.Ip, InnerRpc.Prepare, request, timeout, cancellationToken);
        return reply.Message ?? new PrepareAck { Pid = request.Config.Pid, Error = reply.Error };
    }

    public async Task<LearnResponse> LearnAsync(NodeAddress node, LearnRequest request, CancellationToken cancellationToken)
    {
        var reply = await client.CallAsync<LearnRequest, LearnResponse>(node.Ip, InnerRpc.Learn, request, Usual, cancellationToken);
        return reply.Message ?? new LearnResponse { Error = reply.Error };
    }

    public async Task<LearnNotifyResponse> NotifyLearnedAsync(NodeAddress node, GroupCheckResponse report, CancellationToken cancellationToken)
    {
        var reply = await client.CallAsync<GroupCheckResponse, LearnNotifyResponse>(
            node.Ip, InnerRpc.LearnCompletionNotify, report, Usual, cancellationToken);
        return reply.Message ?? new LearnNotifyResponse { Pid = report.Pid, Error = reply.Error };
    }

    public async Task<GroupCheckResponse> GroupCheckAsync(NodeAddress node, GroupCheckRequest request, CancellationToken cancellationToken)
    {
        var reply = await client.CallAsync<GroupCheckRequest, GroupCheckResponse>(node.Ip, InnerRpc.GroupCheck, request, Usual, cancellationToken);
        return reply.Message ?? new GroupCheckResponse { Pid = request.Config.Pid, Error = reply.Error };
    }

    public void AddLearner(NodeAddress node, GroupCheckRequest request) => client.Send(node.Ip, InnerRpc.AddLearner, request);

    public void RemoveReplica(NodeAddress node, ReplicaConfiguration config) => client.Send(node.Ip, InnerRpc.RemoveReplica, config);
}
