using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Log lines of the meta server.</summary>
internal static partial class MetaLog
{
    [LoggerMessage(1101, LogLevel.Information, "{Me} got the primary lock, start to recover server state from remote storage")]
    public static partial void LockTaken(this ILogger log, NodeAddress me);

    [LoggerMessage(1102, LogLevel.Information, "leader is {Leader}")]
    public static partial void LeaderSeen(this ILogger log, NodeAddress leader);

    [LoggerMessage(1103, LogLevel.Information, "start meta_service succeed, {Apps} apps, {Nodes} nodes")]
    public static partial void Started(this ILogger log, int apps, int nodes);

    [LoggerMessage(1104, LogLevel.Error, "zookeeper session is over: {Reason}")]
    public static partial void SessionOver(this ILogger log, string reason);

    [LoggerMessage(1105, LogLevel.Warning, "zookeeper {Operation} {Path} failed, tried again: {Reason}")]
    public static partial void StorageFailed(this ILogger log, string operation, string path, string reason);

    [LoggerMessage(1106, LogLevel.Information, "worker {Node} {State}")]
    public static partial void WorkerSeen(this ILogger log, NodeAddress node, string state);

    [LoggerMessage(1107, LogLevel.Warning, "{Node} is unstable, don't response to it's beacon")]
    public static partial void Unstable(this ILogger log, NodeAddress node);

    [LoggerMessage(1108, LogLevel.Warning, "{Node} encounter an unstable restart, total_count({Count})")]
    public static partial void UnstableRestart(this ILogger log, NodeAddress node, int count);

    [LoggerMessage(1109, LogLevel.Information, "proposal {Type} target {Target} node {Node} for gpid({Pid}) is invalid, clear all proposal actions: {Reason}")]
    public static partial void ProposalsDropped(this ILogger log, Gpid pid, ConfigType type, NodeAddress target, NodeAddress node, string reason);

    [LoggerMessage(1110, LogLevel.Information, "gpid({Pid}): is emergency due to {Reason}, chosen {Node}")]
    public static partial void UrgentSecondary(this ILogger log, Gpid pid, string reason, NodeAddress node);

    [LoggerMessage(1111, LogLevel.Error, "all nodes for gpid({Pid}) are dead, waiting for some secondary to come back....")]
    public static partial void AllSecondariesDead(this ILogger log, Gpid pid);

    [LoggerMessage(1112, LogLevel.Warning, "{Pid}: don't select primary: {Reason}")]
    public static partial void Ddd(this ILogger log, Gpid pid, string reason);

    [LoggerMessage(1113, LogLevel.Information, "send proposal {Type} for gpid({Pid}), ballot = {Ballot}, target = {Target}, node = {Node}")]
    public static partial void ProposalSent(this ILogger log, ConfigType type, Gpid pid, long ballot, NodeAddress target, NodeAddress node);

    [LoggerMessage(1114, LogLevel.Warning, "fault: proposal {Type} for gpid({Pid}) is dropped")]
    public static partial void ProposalLost(this ILogger log, ConfigType type, Gpid pid);

    [LoggerMessage(1115, LogLevel.Information, "meta update config ok: type({Type}) gpid({Pid}) node {Node} ballot {Ballot} primary {Primary} secondaries {Secondaries}")]
    public static partial void ConfigurationUpdated(
        this ILogger log, ConfigType type, Gpid pid, NodeAddress node, long ballot, NodeAddress primary, string secondaries);

    [LoggerMessage(1116, LogLevel.Information, "update of gpid({Pid}) to ballot {Ballot} refused: {Reason}")]
    public static partial void UpdateRefused(this ILogger log, Gpid pid, long ballot, string reason);

    [LoggerMessage(1117, LogLevel.Information, "check all partitions done, send_proposal_count = {Sent}, add_secondary_count = {Added}, ignored_add_secondary_count = {Ignored}")]
    public static partial void Checked(this ILogger log, int sent, int added, int ignored);

    [LoggerMessage(1118, LogLevel.Information, "service is in level({Level}), don't do any cure or balancer actions")]
    public static partial void NotChecked(this ILogger log, MetaLevel level);

    [LoggerMessage(1119, LogLevel.Information, "don't do replica migration coz {Reason}")]
    public static partial void NotBalanced(this ILogger log, string reason);

    [LoggerMessage(1120, LogLevel.Information, "level {Level}, was {Old}")]
    public static partial void LevelSet(this ILogger log, MetaLevel level, MetaLevel old);

    [LoggerMessage(1121, LogLevel.Information, "app({App}) is {Status}")]
    public static partial void AppIs(this ILogger log, string app, AppStatus status);

    [LoggerMessage(1122, LogLevel.Warning, "gpid({Pid}) on node({Node}) is not exist on meta server, administrator should check consistency of meta data")]
    public static partial void UnknownReplica(this ILogger log, Gpid pid, NodeAddress node);

    [LoggerMessage(1123, LogLevel.Information, "balancer: {Count} operations")]
    public static partial void Balances(this ILogger log, int count);
}
