using System.Collections.Immutable;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CM_LIST_APPS</c> and <c>app_info</c>.</summary>
internal static class AppMessages
{
    private const int AnyStatus = 0;
    private const int MinAppBytes = 20;
    private const int MinEnvBytes = 8;

    public static readonly RpcMethod<Nothing, Answer<ImmutableArray<AppInfo>>> ListApps = new("RPC_CM_LIST_APPS", WriteRequest, ReadAnswer);

    /// <summary>configuration_list_apps_request {1 i32 status}; the pattern of later versions is left out.</summary>
    private static void WriteRequest(TBinaryWriter writer, Nothing request)
    {
        writer.I32Field(1, AnyStatus);
        writer.Stop();
    }

    /// <summary>configuration_list_apps_response {1 err, 2 list app_info, 3 optional string hint_message}.</summary>
    private static Answer<ImmutableArray<AppInfo>> ReadAnswer(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "configuration_list_apps_response");
        var (error, hint) = ("", default(string));
        ImmutableArray<AppInfo> apps = [];
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: error = fields.ErrorCode(); break;
                case 2: apps = Apps(fields); break;
                case 3: hint = fields.Text(); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return new(error, apps, hint);
    }

    public static ImmutableArray<AppInfo> Apps(in Fields fields) => fields.List(ThriftType.Struct, MinAppBytes, App);

    /// <summary>
    /// app_info {1 status, 2 app_type, 3 app_name, 4 app_id, 5 partition_count, 6 map envs, 7 is_stateful, 8 max_replica_count, 9 i64 expire_second,
    /// 10 i64 create_second, 11 i64 drop_second, 12 optional duplicating, 13 init_partition_count, 14 optional is_bulk_loading, 15 optional atomic_idempotent}.
    /// </summary>
    private static AppInfo App(TBinaryReader reader)
    {
        var fields = new Fields(reader, "app_info");
        var app = new AppInfo(0, "", "", AppStatus.Invalid, 0, 0, ImmutableDictionary<string, string>.Empty, false, false);
        while (fields.Next())
        {
            app = fields.Id switch
            {
                1 => app with { Status = fields.Enum<AppStatus>() },
                2 => app with { Type = fields.Text() },
                3 => app with { Name = fields.Text() },
                4 => app with { Id = fields.I32() },
                5 => app with { Partitions = fields.I32() },
                6 => app with { Envs = Envs(fields.Typed(ThriftType.Map)) },
                8 => app with { Replicas = fields.I32() },
                12 => app with { Duplicating = fields.Bool() },
                14 => app with { BulkLoading = fields.Bool() },
                _ => Passed(app, fields),
            };
        }

        fields.Require(Fields.UpTo(8));
        return app;
    }

    /// <summary>Fields that are read and not kept.</summary>
    private static AppInfo Passed(AppInfo app, in Fields fields)
    {
        switch (fields.Id)
        {
            case 7 or 15: fields.Bool(); break;
            case 9 or 10 or 11: fields.I64(); break;
            case 13: fields.I32(); break;
            default: throw fields.Unknown();
        }

        return app;
    }

    private static IReadOnlyDictionary<string, string> Envs(TBinaryReader reader)
    {
        var count = reader.MapHead(ThriftType.Text, ThriftType.Text, MinEnvBytes);
        if (count == 0)
            return ImmutableDictionary<string, string>.Empty;
        var envs = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (!envs.TryAdd(reader.Text(), reader.Text()))
                throw new WireFormatException("app_info has one of its envs twice.");
        }

        return envs;
    }
}
