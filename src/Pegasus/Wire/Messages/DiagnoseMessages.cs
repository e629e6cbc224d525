using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CM_DDD_DIAGNOSE</c>: partitions whose members are all gone, which the meta server does not dare to take back by itself.</summary>
internal static class DiagnoseMessages
{
    private const int MinPartitionBytes = 40;
    private const int MinNodeBytes = 40;

    /// <summary>The request is one partition, or the index -1 for all of a table; all tables at once (-1.-1) are refused by 2.5.0.</summary>
    public static readonly RpcMethod<Gpid, Answer<ImmutableArray<LostPartition>>> Diagnose = new("RPC_CM_DDD_DIAGNOSE", WriteRequest, ReadAnswer);

    /// <summary>ddd_diagnose_request {1 gpid}.</summary>
    private static void WriteRequest(TBinaryWriter writer, Gpid partition)
    {
        writer.Field(ThriftType.Struct, 1);
        writer.Gpid(partition);
        writer.Stop();
    }

    /// <summary>ddd_diagnose_response {1 err, 2 list ddd_partition_info}.</summary>
    private static Answer<ImmutableArray<LostPartition>> ReadAnswer(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "ddd_diagnose_response");
        var error = "";
        ImmutableArray<LostPartition> partitions = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: partitions = fields.List(ThriftType.Struct, MinPartitionBytes, r => Partition(r, servers)); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return new(error, partitions);
    }

    /// <summary>ddd_partition_info {1 partition_configuration, 2 list ddd_node_info, 3 string reason}.</summary>
    private static LostPartition Partition(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "ddd_partition_info");
        PartitionConfig? config = null;
        ImmutableArray<DroppedReplica> dropped = [];
        var reason = "";
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: config = PartitionMessages.Partition(fields.Typed(ThriftType.Struct), servers); break;
                case 2: dropped = fields.List(ThriftType.Struct, MinNodeBytes, r => Node(r, servers)); break;
                case 3: reason = fields.Text(); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(3));
        return new LostPartition(config!, dropped, reason);
    }

    /// <summary>
    /// ddd_node_info {1 rpc_address, 2 i64 drop_time_ms, 3 bool is_alive, 4 bool is_collected, 5 i64 ballot, 6 i64 last_committed_decree,
    /// 7 i64 last_prepared_decree, 8 optional host_port}.
    /// </summary>
    private static DroppedReplica Node(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "ddd_node_info");
        var (address, name) = (default(WireAddress), default(string));
        var (alive, collected, ballot, committed, prepared) = (false, false, 0L, 0L, 0L);
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: address = fields.Address(); break;
                case 2: fields.I64(); break;
                case 3: alive = fields.Bool(); break;
                case 4: collected = fields.Bool(); break;
                case 5: ballot = fields.I64(); break;
                case 6: committed = fields.I64(); break;
                case 7: prepared = fields.I64(); break;
                case 8: name = fields.HostPort(servers); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(7));
        return new DroppedReplica(servers.Required(address, name, "ddd_node_info"), alive, collected, ballot, committed, prepared);
    }
}
