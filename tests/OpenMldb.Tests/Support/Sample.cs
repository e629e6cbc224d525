using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Tests.Support;

/// <summary>Answers as servers of 0.9.3 write them.</summary>
internal static class Sample
{
    public const string Ok = """{"code":0,"msg":"ok"}""";

    public const string NotLeader = """{"code":300,"msg":"nameserver is not leader"}""";

    public const string FailoverOn = """{"code":301,"msg":"auto_failover is enabled"}""";

    public const string ShowTablet = """
        {"tablets":[{"endpoint":"10.0.0.11:10921","state":"kHealthy","age":86400123},
                    {"endpoint":"10.0.0.12:10921","state":"kOffline","age":5120}],"code":0,"msg":"ok"}
        """;

    public const string ShowTable = """
        {"table_info":[{"name":"tx","seg_cnt":8,"table_partition":[{"pid":0,"partition_meta":[
          {"endpoint":"10.0.0.11:10921","is_leader":true,"is_alive":true,"offset":4711,"record_cnt":4711,"record_byte_size":301504,"tablet_has_partition":true,"diskused":9021},
          {"endpoint":"10.0.0.12:10921","is_leader":false,"is_alive":true,"offset":4710,"record_cnt":4710,"record_byte_size":301440,"tablet_has_partition":true,"diskused":9021}],
          "term_offset":[{"term":1,"offset":0},{"term":7,"offset":1200}],"record_cnt":4711,"record_byte_size":301504,"diskused":9021}],
         "tid":12,"partition_num":1,"replica_num":2,"compress_type":"kNoCompress","column_desc":[{"name":"k","data_type":"kString"},{"name":"v","data_type":"kBigInt"},{"name":"ts","data_type":"kTimestamp"}],
         "column_key":[{"index_name":"INDEX_0_1","col_name":["k"],"ts_name":"ts","flag":0,"ttl":{"ttl_type":"kAbsoluteTime","abs_ttl":0}}],
         "format_version":1,"db":"bank","storage_mode":"kMemory"}],"code":0,"msg":"ok"}
        """;

    public const string ShowOpStatus = """
        {"code":0,"msg":"ok","op_status":[{"op_id":31,"op_type":"kChangeLeaderOP","status":"kDone","start_time":1700000000,"end_time":1700000001,"task_type":"-","name":"tx","pid":0,"for_replica_cluster":0,"db":"bank"},
         {"op_id":32,"op_type":"kRecoverTableOP","status":"kDoing","start_time":1700000002,"end_time":0,"task_type":"kRecoverTable","name":"tx","pid":0,"for_replica_cluster":0,"db":"bank"}]}
        """;

    public const string TableStatus = """
        {"all_table_status":[{"tid":12,"pid":0,"offset":4711,"mode":"kTableLeader","state":"kTableNormal","is_expire":true,"record_cnt":4711,"idx_cnt":4711,
         "ts_idx_status":[{"idx_name":"INDEX_0_1","seg_cnts":[590,588,601,577,590,588,600,577]}],"name":"tx","record_byte_size":301504,"record_idx_byte_size":181000,"record_pk_cnt":900,
         "compress_type":"kNoCompress","skiplist_height":1,"diskused":9021,"storage_mode":"kMemory"}],"code":0}
        """;

    public static PartitionId Tx { get; } = new("bank", "tx", 0);

    public static TidPid TxId { get; } = new(12, 0);
}
