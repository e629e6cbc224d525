using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CM_CLUSTER_INFO</c>, <c>RPC_CM_CONTROL_META</c> and <c>RPC_CM_CREATE_APP</c>.</summary>
internal static class MetaMessages
{
    public static readonly RpcMethod<Nothing, Answer<ImmutableArray<KeyValuePair<string, string>>>> ClusterInfo =
        new("RPC_CM_CLUSTER_INFO", static (writer, _) => writer.Stop(), ReadClusterInfo);

    /// <summary>The request is the level to set, null only asks; the answer is the level before.</summary>
    public static readonly RpcMethod<MetaLevel?, Answer<MetaLevel?>> ControlMeta = new("RPC_CM_CONTROL_META", WriteControl, ReadControl);

    /// <summary>The answer is the id of the table.</summary>
    public static readonly RpcMethod<CreateAppRequest, Answer<int>> CreateApp = new("RPC_CM_CREATE_APP", WriteCreate, ReadCreate);
    private const int OnlyAsk = 10000;

    /// <summary>configuration_cluster_info_response {1 err, 2 list string keys, 3 list string values}.</summary>
    private static Answer<ImmutableArray<KeyValuePair<string, string>>> ReadClusterInfo(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "configuration_cluster_info_response");
        var error = "";
        ImmutableArray<string> keys = [], values = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: keys = Texts(fields); break;
                case 3: values = Texts(fields); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        if (keys.Length != values.Length)
            throw new WireFormatException($"cluster_info has {keys.Length} keys and {values.Length} values.");
        return new(error, [.. keys.Zip(values, KeyValuePair.Create)]);
    }

    private static ImmutableArray<string> Texts(in Fields fields) => fields.List(ThriftType.Text, OwnTypes.MinTextBytes, static r => r.Text());

    /// <summary>configuration_meta_control_request {1 i32 level}.</summary>
    private static void WriteControl(TBinaryWriter writer, MetaLevel? level)
    {
        writer.I32Field(1, level is { } set ? (int)set : OnlyAsk);
        writer.Stop();
    }

    /// <summary>configuration_meta_control_response {1 err, 2 i32 old_level}; with an error the level may be none.</summary>
    private static Answer<MetaLevel?> ReadControl(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "configuration_meta_control_response");
        var (error, level) = ("", 0);
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: level = fields.I32(); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(error == ErrorNames.Ok ? Fields.UpTo(2) : Fields.UpTo(1));
        var known = Enum.IsDefined((MetaLevel)level);
        if (error == ErrorNames.Ok && !known)
            throw new WireFormatException($"The meta server's level is {level}.");
        return new(error, known ? (MetaLevel)level : null);
    }

    /// <summary>
    /// configuration_create_app_request {1 string app_name, 2 create_app_options {1 i32 partition_count, 2 i32 replica_count, 3 bool success_if_exist,
    /// 4 string app_type, 5 bool is_stateful, 6 map envs}}.
    /// </summary>
    private static void WriteCreate(TBinaryWriter writer, CreateAppRequest request)
    {
        writer.TextField(1, request.Name);
        writer.Field(ThriftType.Struct, 2);
        writer.I32Field(1, request.Partitions);
        writer.I32Field(2, request.Replicas);
        writer.BoolField(3, false);
        writer.TextField(4, "pegasus");
        writer.BoolField(5, true);
        writer.Field(ThriftType.Map, 6);
        writer.Byte(ThriftType.Text);
        writer.Byte(ThriftType.Text);
        writer.I32(0);
        writer.Stop();
        writer.Stop();
    }

    /// <summary>configuration_create_app_response {1 err, 2 i32 appid}.</summary>
    private static Answer<int> ReadCreate(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "configuration_create_app_response");
        var (error, id) = ("", 0);
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: id = fields.I32(); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(error == ErrorNames.Ok ? Fields.UpTo(2) : Fields.UpTo(1));
        return new(error, id);
    }
}

internal sealed record CreateAppRequest(string Name, int Partitions, int Replicas);
