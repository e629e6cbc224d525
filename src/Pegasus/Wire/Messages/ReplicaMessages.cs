using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_QUERY_REPLICA_INFO</c> and <c>RPC_QUERY_APP_INFO</c>.</summary>
internal static class ReplicaMessages
{
    private const int MinReplicaBytes = 40;

    public static readonly RpcMethod<ServerRequest, Answer<ImmutableArray<ReplicaInfo>>> QueryReplicas = new("RPC_QUERY_REPLICA_INFO", WriteRequest, ReadReplicas);

    public static readonly RpcMethod<ServerRequest, Answer<ImmutableArray<AppInfo>>> QueryApps = new("RPC_QUERY_APP_INFO", WriteRequest, ReadApps);

    /// <summary>query_replica_info_request and query_app_info_request alike {1 rpc_address, 2 optional host_port}.</summary>
    private static void WriteRequest(TBinaryWriter writer, ServerRequest request)
    {
        writer.Field(ThriftType.Struct, 1);
        writer.Address(request.Server.Address);
        if (request.Server.HasHostName)
        {
            writer.Field(ThriftType.Struct, 2);
            writer.HostPort(request.Server.Name);
        }

        writer.Stop();
    }

    /// <summary>query_replica_info_response {1 err, 2 list replica_info}.</summary>
    private static Answer<ImmutableArray<ReplicaInfo>> ReadReplicas(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "query_replica_info_response");
        var error = "";
        ImmutableArray<ReplicaInfo> replicas = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: replicas = fields.List(ThriftType.Struct, MinReplicaBytes, Replica); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return new(error, replicas);
    }

    /// <summary>
    /// replica_info {1 gpid, 2 i64 ballot, 3 i32 status, 4 i64 last_committed, 5 i64 last_prepared, 6 i64 last_durable decree, 7 app_type, 8 disk_tag,
    /// 9 optional i32 manual_compact_status}.
    /// </summary>
    private static ReplicaInfo Replica(TBinaryReader reader)
    {
        var fields = new Fields(reader, "replica_info");
        var replica = new ReplicaInfo(default, 0, ReplicaStatus.Invalid, 0, 0, 0, "");
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: replica = replica with { Id = fields.Gpid() }; break;
                case 2: replica = replica with { Ballot = fields.I64() }; break;
                case 3: replica = replica with { Status = fields.Enum<ReplicaStatus>() }; break;
                case 4: replica = replica with { LastCommittedDecree = fields.I64() }; break;
                case 5: replica = replica with { LastPreparedDecree = fields.I64() }; break;
                case 6: replica = replica with { LastDurableDecree = fields.I64() }; break;
                case 7: fields.Text(); break;
                case 8: replica = replica with { DiskTag = fields.Text() }; break;
                case 9: fields.I32(); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(6));
        return replica;
    }

    /// <summary>query_app_info_response {1 err, 2 list app_info}.</summary>
    private static Answer<ImmutableArray<AppInfo>> ReadApps(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "query_app_info_response");
        var error = "";
        ImmutableArray<AppInfo> apps = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: apps = AppMessages.Apps(fields); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return new(error, apps);
    }
}

/// <param name="Server">The server that is asked, as it is called by its meta server.</param>
internal sealed record ServerRequest(Server Server);
