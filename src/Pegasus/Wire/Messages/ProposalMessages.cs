using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CM_PROPOSE_BALANCER</c>.</summary>
internal static class ProposalMessages
{
    public static readonly RpcMethod<ProposeRequest, Answer<Nothing>> Propose = new("RPC_CM_PROPOSE_BALANCER", Write, Read);

    /// <summary>configuration_balancer_request {1 gpid, 2 list action, 3 optional bool force, 4 optional i32 balance_type}.</summary>
    private static void Write(TBinaryWriter writer, ProposeRequest request)
    {
        writer.Field(ThriftType.Struct, 1);
        writer.Gpid(request.Partition);
        writer.ListField(2, ThriftType.Struct, request.Proposals, (w, p) => Action(w, p, request.Generation));
        if (request.Force)
            writer.BoolField(3, true);
        if (request.Balance is { } balance)
            writer.I32Field(4, (int)balance);
        writer.Stop();
    }

    /// <summary>
    /// configuration_proposal_action {1 rpc_address target, 2 rpc_address node, 3 i32 type, 5 optional hp_target, 6 optional hp_node}. The names go to servers that know
    /// them, always, and to no other.
    /// </summary>
    private static void Action(TBinaryWriter writer, Proposal proposal, Generation generation)
    {
        writer.Field(ThriftType.Struct, 1);
        writer.Address(proposal.Target.Address);
        writer.Field(ThriftType.Struct, 2);
        writer.Address(proposal.Node.Address);
        writer.I32Field(3, (int)proposal.Type);
        if (generation == Generation.HostNames)
        {
            writer.Field(ThriftType.Struct, 5);
            writer.HostPort(proposal.Target.Name);
            writer.Field(ThriftType.Struct, 6);
            writer.HostPort(proposal.Node.Name);
        }

        writer.Stop();
    }

    /// <summary>configuration_balancer_response {1 err}.</summary>
    private static Answer<Nothing> Read(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "configuration_balancer_response");
        var error = "";
        while (fields.Next())
            error = fields.Id == 1 ? fields.ErrorCode() : throw fields.Unknown();
        fields.Require(Fields.UpTo(1));
        return new(error, default);
    }
}

/// <param name="Generation">Of the meta server that gets it.</param>
internal sealed record ProposeRequest(Gpid Partition, IReadOnlyList<Proposal> Proposals, bool Force, BalanceType? Balance, Generation Generation);
