using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>The tables that a new leader makes if they are missing (<c>src/nameserver/system_table.h</c>).</summary>
internal static class SystemTables
{
    public const string InternalDb = "__INTERNAL_DB";
    public const string PreAggDb = "__PRE_AGG_DB";
    public const string InformationDb = "INFORMATION_SCHEMA";
    public const string User = "USER";
    public const string JobInfo = "JOB_INFO";
    public const string PreAggMeta = "PRE_AGG_META_INFO";
    public const string GlobalVariables = "GLOBAL_VARIABLES";
    public const string DeployResponseTime = "DEPLOY_RESPONSE_TIME";

    public static bool IsHidden(string db) => db is InternalDb or PreAggDb or InformationDb;

    public static TableInfo Create(string name, uint replicas) => name switch
    {
        User => Table(
            InternalDb, name, replicas,
            ["Host:String", "User:String", "authentication_string:String", "password_last_changed:Timestamp", "password_expired:Timestamp", "Create_user_priv:String"],
            Latest("index", "Host", "User")),
        JobInfo => Table(
            InternalDb, name, replicas,
            ["id:Int", "job_type:String", "state:String", "start_time:Timestamp", "end_time:Timestamp", "parameter:String", "cluster:String", "application_id:String", "error:String"],
            Latest("id", "id")),
        PreAggMeta => Table(
            InternalDb, name, replicas,
            ["aggr_table:String", "aggr_db:String", "base_db:String", "base_table:String", "aggr_func:String", "aggr_col:String", "partition_cols:String", "order_by_col:String", "bucket_size:String", "filter_col:String"],
            Absolute("aggr_table", "aggr_table"),
            Absolute("unique_key", "base_db", "base_table", "aggr_func", "aggr_col", "partition_cols", "order_by_col", "filter_col")),
        GlobalVariables => Table(
            InformationDb, name, replicas, ["Variable_name:String", "Variable_value:String"], Latest("Variable_name", "Variable_name")),
        DeployResponseTime => Table(
            InformationDb, name, replicas, ["DEPLOY_NAME:String", "TIME:String", "COUNT:BigInt", "TOTAL:String"], Latest("index", "DEPLOY_NAME", "TIME")),
        _ => throw new ArgumentException($"no system table {name}", nameof(name)),
    };

    private static TableInfo Table(string db, string name, uint replicas, string[] columns, params ColumnKey[] keys) => new()
    {
        Db = db,
        Name = name,
        ReplicaNum = replicas,
        PartitionNum = 1,
        ColumnDesc = [.. columns.Select(column => column.Split(':')).Select(parts => new ColumnDesc { Name = parts[0], DataType = Enum.Parse<DataType>(parts[1]) })],
        ColumnKey = [.. keys],
    };

    private static ColumnKey Latest(string name, params string[] columns)
        => new() { IndexName = name, ColName = [.. columns], Ttl = new Ttl { TtlType = TtlType.LatestTime, LatTtl = 1 } };

    private static ColumnKey Absolute(string name, params string[] columns)
        => new() { IndexName = name, ColName = [.. columns], Ttl = new Ttl { TtlType = TtlType.AbsoluteTime, AbsTtl = 0 } };
}
