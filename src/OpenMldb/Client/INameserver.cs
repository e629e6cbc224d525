using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>
/// The admin calls of a nameserver. Each returns when the nameserver answered code 0 and throws otherwise:
/// <see cref="WrongRequestException"/>, <see cref="RefusedByClusterException"/> (code and message kept), <see cref="NodeUnreachableException"/>,
/// <see cref="UnintelligibleAnswerException"/>; a command of which nobody knows whether it happened throws <see cref="OutcomeUnknownException"/>.
/// Code 0 of a call that makes an op does not prove that an op exists: follow it with <c>OpFollower</c>.
/// Source: <c>name_server.proto</c>, <c>name_server_impl.cc</c>.
/// </summary>
public interface INameserver
{
    Task<ImmutableArray<TabletStatus>> ShowTablet(CancellationToken cancellationToken);

    /// <summary>All tables, the internal databases included. Tens of megabytes on large clusters; read as a stream.</summary>
    Task<ImmutableArray<TableInfo>> ShowAllTables(CancellationToken cancellationToken);

    /// <summary>One table, or null when the nameserver does not know it.</summary>
    Task<TableInfo?> ShowTable(TableId table, CancellationToken cancellationToken);

    /// <summary>User databases; the internal ones are not listed.</summary>
    Task<ImmutableArray<string>> ShowDatabase(CancellationToken cancellationToken);

    /// <summary>Ops ascending by id: running ones, and finished ones since this nameserver became leader.</summary>
    Task<ImmutableArray<OpInfo>> ShowOpStatus(OpFilter filter, CancellationToken cancellationToken);

    /// <summary>Refused while auto_failover is on (301), and with 312 when the op is unknown or over.</summary>
    Task CancelOp(ulong opId, CancellationToken cancellationToken);

    /// <summary>Deletes one op from the list. Works on running ops too, so look at its state first.</summary>
    Task DeleteOp(ulong opId, CancellationToken cancellationToken);

    /// <summary>Deletes finished ops of one state; only Done, Failed and Canceled are accepted.</summary>
    Task DeleteOps(string? db, OpStatus status, CancellationToken cancellationToken);

    /// <summary>Settings by name; upstream has one, <c>auto_failover</c>.</summary>
    Task<ImmutableDictionary<string, string>> ConfGet(CancellationToken cancellationToken);

    Task ConfSet(string key, string value, CancellationToken cancellationToken);

    /// <summary>
    /// Moves leadership to <paramref name="candidate"/>, also when it lags; null means any follower (<c>auto</c>). Refused while
    /// auto_failover is on.
    /// </summary>
    Task ChangeLeader(PartitionId partition, Endpoint? candidate, CancellationToken cancellationToken);

    Task AddReplica(PartitionId partition, Endpoint tablet, CancellationToken cancellationToken);

    Task DelReplica(PartitionId partition, Endpoint tablet, CancellationToken cancellationToken);

    Task Migrate(PartitionId partition, Endpoint from, Endpoint to, CancellationToken cancellationToken);

    Task RecoverTable(PartitionId partition, Endpoint tablet, CancellationToken cancellationToken);

    /// <param name="concurrency">1..8, null for the server's choice.</param>
    Task RecoverEndpoint(Endpoint tablet, bool needRestore, uint? concurrency, CancellationToken cancellationToken);

    /// <param name="concurrency">1..8, null for the server's choice.</param>
    Task OfflineEndpoint(Endpoint tablet, uint? concurrency, CancellationToken cancellationToken);

    /// <summary>Edits the alive flag of one replica in the metadata; moves nothing.</summary>
    Task UpdateTableAliveStatus(PartitionId partition, Endpoint tablet, bool isAlive, CancellationToken cancellationToken);

    /// <summary>The same for every partition of the table on that tablet, in one call.</summary>
    Task UpdateTableAliveStatus(TableId table, Endpoint tablet, bool isAlive, CancellationToken cancellationToken);

    /// <param name="offset">Null makes an op (a no-op below 100000 new records); a value works in the background without one.</param>
    Task MakeSnapshot(PartitionId partition, ulong? offset, CancellationToken cancellationToken);

    /// <summary>Null when the table has no such partition.</summary>
    Task<TablePartition?> GetTablePartition(PartitionId partition, CancellationToken cancellationToken);

    /// <summary>Replaces the whole entry of a partition: last-resort repair.</summary>
    Task SetTablePartition(TableId table, TablePartition partition, CancellationToken cancellationToken);

    Task<ImmutableArray<SdkEndpoint>> ShowSdkEndpoint(CancellationToken cancellationToken);

    /// <summary>Test hook: re-establishes the nameserver's ZooKeeper session.</summary>
    Task ConnectZk(CancellationToken cancellationToken);

    /// <summary>Test hook: drops the nameserver's ZooKeeper session.</summary>
    Task DisconnectZk(CancellationToken cancellationToken);
}
