using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica;

/// <summary>Log lines of a replica server.</summary>
internal static partial class ReplicaLog
{
    [LoggerMessage(2001, LogLevel.Information, "{Pid}: handle local failure error {Error}, status = {Status}")]
    public static partial void LocalFailure(this ILogger log, Gpid pid, string error, PartitionStatus status);

    [LoggerMessage(2002, LogLevel.Warning, "{Pid}: change to {Status} @ {Ballot} is not allowed when inactive state is not transient")]
    public static partial void NotTransient(this ILogger log, Gpid pid, PartitionStatus status, long ballot);

    [LoggerMessage(2003, LogLevel.Information, "{Pid}: status change {Old} @ {OldBallot} => {Status} @ {Ballot}")]
    public static partial void StatusChanged(this ILogger log, Gpid pid, PartitionStatus old, long oldBallot, PartitionStatus status, long ballot);

    [LoggerMessage(2004, LogLevel.Warning, "{Pid}: handle remote failure caused by {Cause}, error = {Error}, status = {Status}, node = {Node}")]
    public static partial void RemoteFailure(this ILogger log, Gpid pid, string cause, string error, PartitionStatus status, NodeAddress node);

    [LoggerMessage(2005, LogLevel.Information, "{Pid}: process config proposal {Type} for {Node} @ {ProposedBallot}, being {Status} @ {Ballot}")]
    public static partial void Proposal(
        this ILogger log, Gpid pid, ConfigType type, NodeAddress node, long proposedBallot, PartitionStatus status, long ballot);

    [LoggerMessage(2006, LogLevel.Warning, "{Pid}: invalid upgrade to primary proposal as the node is in {Status} or during checkpointing")]
    public static partial void UpgradeIgnored(this ILogger log, Gpid pid, PartitionStatus status);

    [LoggerMessage(2007, LogLevel.Information, "{Pid}: already have enough secondaries or potential secondaries, ignore {Node}")]
    public static partial void EnoughMembers(this ILogger log, Gpid pid, NodeAddress node);

    [LoggerMessage(2008, LogLevel.Information, "{Pid}: call one way {Node} to start learning with signature {Signature:x16}")]
    public static partial void AddLearner(this ILogger log, Gpid pid, NodeAddress node, long signature);

    [LoggerMessage(2009, LogLevel.Information, "{Pid}: send update configuration request to meta server, type = {Type}, node = {Node}, ballot = {Ballot}")]
    public static partial void Reconfigure(this ILogger log, Gpid pid, ConfigType type, NodeAddress node, long ballot);

    [LoggerMessage(2010, LogLevel.Warning, "{Pid}: update configuration reply with err {Error}, request ballot {Ballot}; again in 1 s")]
    public static partial void ReconfigureRetries(this ILogger log, Gpid pid, string error, long ballot);

    [LoggerMessage(2011, LogLevel.Warning, "{Pid}: {Count} checkpoints are being learned already, skip this round")]
    public static partial void LearnLimited(this ILogger log, Gpid pid, int count);

    [LoggerMessage(2012, LogLevel.Information, "{Pid}: learns by {Type} from {Primary}: {Mutations} mutations, {Bytes} bytes")]
    public static partial void Learns(this ILogger log, Gpid pid, LearnType type, NodeAddress primary, int mutations, long bytes);

    [LoggerMessage(2013, LogLevel.Warning, "{Pid}: learning failed: {Error}")]
    public static partial void LearnFailed(this ILogger log, Gpid pid, string error);

    [LoggerMessage(2014, LogLevel.Critical, "aborts: {Reason}")]
    public static partial void Aborts(this ILogger log, string reason);

    [LoggerMessage(2015, LogLevel.Information, "loaded {Count} replicas with {Bytes} unflushed bytes in {Milliseconds} ms")]
    public static partial void Loaded(this ILogger log, int count, long bytes, double milliseconds);

    [LoggerMessage(2016, LogLevel.Warning, "meta server disconnected")]
    public static partial void MetaDisconnected(this ILogger log);

    [LoggerMessage(2017, LogLevel.Information, "meta server connected: {Leader}")]
    public static partial void MetaConnected(this ILogger log, NodeAddress leader);

    [LoggerMessage(2018, LogLevel.Information, "{What} is ignored: not connected")]
    public static partial void NotConnected(this ILogger log, string what);

    [LoggerMessage(2019, LogLevel.Information, "{Pid}: {What} replica")]
    public static partial void Replica(this ILogger log, Gpid pid, string what);

    [LoggerMessage(2021, LogLevel.Information, "replica server {Node} starts, version {Version}")]
    public static partial void Starts(this ILogger log, NodeAddress node, string version);

    [LoggerMessage(2022, LogLevel.Information, "ping meta {Meta}: error {Error}, master {IsMaster}, primary {Primary}")]
    public static partial void Pinged(this ILogger log, NodeAddress meta, string error, bool isMaster, NodeAddress primary);
}
