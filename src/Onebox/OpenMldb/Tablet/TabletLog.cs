using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary>Log lines of the tablet.</summary>
internal static partial class TabletLog
{
    [LoggerMessage(101, LogLevel.Information, "match node {Endpoint} log offset {Offset} for table tid {Tid} pid {Pid}")]
    public static partial void LinkMatched(this ILogger log, uint tid, uint pid, string endpoint, ulong offset);

    [LoggerMessage(102, LogLevel.Information, "replicate log to endpoint {Endpoint} for table tid {Tid} pid {Pid} exist")]
    public static partial void LinkStopped(this ILogger log, uint tid, uint pid, string endpoint);

    [LoggerMessage(103, LogLevel.Information, "tablet with endpoint {Name} register to zk ok, value {Value}")]
    public static partial void Registered(this ILogger log, string name, string value);

    [LoggerMessage(104, LogLevel.Warning, "fail to register self with endpoint {Name}, err from zk -110")]
    public static partial void RegisterFailed(this ILogger log, string name);

    [LoggerMessage(105, LogLevel.Information, "load table success. tid {Tid} pid {Pid} offset {Offset}")]
    public static partial void Loaded(this ILogger log, uint tid, uint pid, ulong offset);

    [LoggerMessage(106, LogLevel.Warning, "load table failed. tid {Tid} pid {Pid}")]
    public static partial void LoadFailed(this ILogger log, uint tid, uint pid);

    [LoggerMessage(107, LogLevel.Information, "change to {Role}. tid[{Tid}] pid[{Pid}] term[{Term}]")]
    public static partial void RoleChanged(this ILogger log, string role, uint tid, uint pid, ulong term);

    [LoggerMessage(108, LogLevel.Information, "drop table ok. tid[{Tid}] pid[{Pid}]")]
    public static partial void Dropped(this ILogger log, uint tid, uint pid);

    [LoggerMessage(109, LogLevel.Information, "create table with id {Tid} pid {Pid} name {Name}")]
    public static partial void Created(this ILogger log, uint tid, uint pid, string name);

    [LoggerMessage(110, LogLevel.Information, "MakeSnapshotInternal finish, tid[{Tid}] pid[{Pid}] offset[{Offset}]")]
    public static partial void SnapshotMade(this ILogger log, uint tid, uint pid, ulong offset);

    [LoggerMessage(111, LogLevel.Warning, "send {File} failed. tid[{Tid}] pid[{Pid}] endpoint[{Endpoint}]")]
    public static partial void SendFailed(this ILogger log, string file, uint tid, uint pid, string endpoint);

    [LoggerMessage(112, LogLevel.Warning, "reconnect zk: {Ok}")]
    public static partial void ZkReconnected(this ILogger log, bool ok);

    [LoggerMessage(113, LogLevel.Warning, "leader id not match. request term {RequestTerm}, cur term {Term}, tid {Tid}, pid {Pid}")]
    public static partial void OldLeaderRefused(this ILogger log, ulong requestTerm, ulong term, uint tid, uint pid);
}
