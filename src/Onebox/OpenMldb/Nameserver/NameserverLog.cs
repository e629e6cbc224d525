using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>Log lines of the nameserver.</summary>
internal static partial class NameserverLog
{
    [LoggerMessage(201, LogLevel.Information, "create node ok with assigned path {Path}")]
    public static partial void LockRequested(this ILogger log, string path);

    [LoggerMessage(202, LogLevel.Information, "get lock with assigned_path {Path}")]
    public static partial void LockTaken(this ILogger log, string path);

    [LoggerMessage(203, LogLevel.Warning, "lock lost. wait a channce to get a lock")]
    public static partial void LockLost(this ILogger log);

    [LoggerMessage(204, LogLevel.Warning, "recover failed")]
    public static partial void RecoverFailed(this ILogger log);

    [LoggerMessage(205, LogLevel.Information, "become the leader name server, term {Term}, {Tables} tables, {Ops} ops")]
    public static partial void Leads(this ILogger log, ulong term, int tables, int ops);

    [LoggerMessage(206, LogLevel.Information, "tablet {Endpoint} is {State}")]
    public static partial void TabletSeen(this ILogger log, string endpoint, string state);

    [LoggerMessage(207, LogLevel.Information, "add op. op_id[{Op}] type {Type} table[{Name}] pid[{Pid}] list {List}")]
    public static partial void OpAdded(this ILogger log, ulong op, string type, string name, uint pid, uint list);

    [LoggerMessage(208, LogLevel.Warning, "create op {Type} failed. table[{Name}] pid[{Pid}]: {Reason}")]
    public static partial void OpNotCreated(this ILogger log, string type, string name, uint pid, string reason);

    [LoggerMessage(209, LogLevel.Information, "op_id[{Op}] task {Task}: {Status}")]
    public static partial void TaskIs(this ILogger log, ulong op, string task, string status);

    [LoggerMessage(210, LogLevel.Information, "delete op[{Op}] in running op, it is {Status}")]
    public static partial void OpEnded(this ILogger log, ulong op, string status);

    [LoggerMessage(211, LogLevel.Warning, "tablet[{Endpoint}] delete op failed")]
    public static partial void DeleteOpTaskFailed(this ILogger log, string endpoint);

    [LoggerMessage(212, LogLevel.Warning, "recover op[{Type}] failed. op_id[{Op}]")]
    public static partial void OpLost(this ILogger log, string type, ulong op);

    [LoggerMessage(213, LogLevel.Information, "Run OfflineEndpoint. endpoint is {Endpoint}")]
    public static partial void RunsOffline(this ILogger log, string endpoint);

    [LoggerMessage(214, LogLevel.Information, "Run RecoverEndpoint. endpoint is {Endpoint}")]
    public static partial void RunsRecover(this ILogger log, string endpoint);

    [LoggerMessage(215, LogLevel.Information, "op_id[{Op}] new leader is[{Endpoint}] term {Term} max offset[{Offset}]")]
    public static partial void LeaderSelected(this ILogger log, ulong op, string endpoint, ulong term, ulong offset);

    [LoggerMessage(216, LogLevel.Information, "op_id[{Op}] {Endpoint} has term {Term} offset {Offset} table {HasTable}; match {Match}, leader manifest offset {Manifest}")]
    public static partial void Recovering(this ILogger log, ulong op, string endpoint, ulong term, ulong offset, bool hasTable, bool match, ulong manifest);

    [LoggerMessage(217, LogLevel.Warning, "task run failed. op_id {Op} type {Task}: {Reason}")]
    public static partial void TaskFailed(this ILogger log, ulong op, string task, string reason);

    [LoggerMessage(218, LogLevel.Information, "create table {Db}.{Name} tid {Tid}: {Msg}")]
    public static partial void TableCreated(this ILogger log, string db, string name, uint tid, string msg);

    [LoggerMessage(219, LogLevel.Warning, "reconnect zk: {Ok}")]
    public static partial void NsZkReconnected(this ILogger log, bool ok);
}
