using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CM_LIST_NODES</c>.</summary>
internal static class NodeMessages
{
    private const int AllStates = 0;
    private const int Alive = 1;
    private const int Unalive = 2;
    private const int MinNodeBytes = 19;

    public static readonly RpcMethod<Nothing, Answer<ImmutableArray<NodeInfo>>> ListNodes = new("RPC_CM_LIST_NODES", WriteRequest, ReadAnswer);

    /// <summary>configuration_list_nodes_request {1 i32 status}.</summary>
    private static void WriteRequest(TBinaryWriter writer, Nothing request)
    {
        writer.I32Field(1, AllStates);
        writer.Stop();
    }

    /// <summary>configuration_list_nodes_response {1 err, 2 list node_info}.</summary>
    private static Answer<ImmutableArray<NodeInfo>> ReadAnswer(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "configuration_list_nodes_response");
        var error = "";
        ImmutableArray<NodeInfo> nodes = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: nodes = fields.List(ThriftType.Struct, MinNodeBytes, r => Node(r, servers)); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return new(error, nodes);
    }

    /// <summary>node_info {1 i32 status, 2 rpc_address, 3 optional host_port}.</summary>
    private static NodeInfo Node(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "node_info");
        var (status, address, name) = (0, default(WireAddress), default(string));
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: status = fields.I32(); break;
                case 2: address = fields.Address(); break;
                case 3: name = fields.HostPort(servers); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(2));
        if (status is not (Alive or Unalive))
            throw new WireFormatException($"A node has the status {status}.");
        return new NodeInfo(servers.Required(address, name, "node_info"), status == Alive);
    }
}
