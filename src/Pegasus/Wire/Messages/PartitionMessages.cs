using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX</c>, also called query_cfg, and <c>partition_configuration</c>.</summary>
internal static class PartitionMessages
{
    private const int MinPartitionBytes = 30;

    public static readonly RpcMethod<QueryConfigRequest, Answer<AppPartitions>> QueryConfig =
        new("RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX", WriteRequest, ReadAnswer);

    /// <summary>query_cfg_request {1 string app_name, 2 list i32 partition_indices}.</summary>
    private static void WriteRequest(TBinaryWriter writer, QueryConfigRequest request)
    {
        writer.TextField(1, request.App);
        writer.ListField(2, ThriftType.I32, request.Partitions, static (w, index) => w.I32(index));
        writer.Stop();
    }

    /// <summary>query_cfg_response {1 err, 2 i32 app_id, 3 i32 partition_count, 4 bool is_stateful, 5 list partition_configuration}.</summary>
    private static Answer<AppPartitions> ReadAnswer(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "query_cfg_response");
        var error = "";
        var app = new AppPartitions(0, 0, []);
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: app = app with { AppId = fields.I32() }; break;
                case 3: app = app with { PartitionCount = fields.I32() }; break;
                case 4: fields.Bool(); break;
                case 5: app = app with { Partitions = fields.List(ThriftType.Struct, MinPartitionBytes, r => Partition(r, servers)) }; break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(error == ErrorNames.Ok ? Fields.UpTo(5) : Fields.UpTo(1));
        return new(error, app);
    }

    /// <summary>
    /// partition_configuration {1 gpid, 2 i64 ballot, 3 i32 max_replica_count, 4 rpc_address primary, 5 list secondaries, 6 list last_drops,
    /// 7 i64 last_committed_decree, 8 i32 partition_flags, 9 optional hp_primary, 10 optional list hp_secondaries, 11 optional list hp_last_drops}.
    /// </summary>
    public static PartitionConfig Partition(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "partition_configuration");
        var (id, ballot, max, decree, flags) = (default(Gpid), 0L, 0, 0L, 0);
        var (primary, primaryName) = (default(WireAddress), default(string));
        var (secondaries, drops) = (default(ServerList), default(ServerList));
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: id = fields.Gpid(); break;
                case 2: ballot = fields.I64(); break;
                case 3: max = fields.I32(); break;
                case 4: primary = fields.Address(); break;
                case 5: secondaries = secondaries.WithAddresses(fields); break;
                case 6: drops = drops.WithAddresses(fields); break;
                case 7: decree = fields.I64(); break;
                case 8: flags = fields.I32(); break;
                case 9: primaryName = fields.HostPort(servers); break;
                case 10: secondaries = secondaries.WithNames(fields, servers); break;
                case 11: drops = drops.WithNames(fields, servers); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(8));
        return new PartitionConfig(
            id, ballot, max, servers.Of(primary, primaryName), secondaries.Servers(servers), drops.Servers(servers), decree, flags);
    }
}

/// <param name="Partitions">Indices; empty: all.</param>
internal sealed record QueryConfigRequest(string App, IReadOnlyList<int> Partitions);
