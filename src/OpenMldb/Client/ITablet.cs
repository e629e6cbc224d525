using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>
/// The calls of one tablet. Errors as for <see cref="INameserver"/>. Source: <c>tablet.proto</c>, <c>tablet_impl.cc</c>.
/// </summary>
public interface ITablet
{
    /// <summary>The tablet's identity; <see cref="Address"/> is where it is called.</summary>
    Endpoint Endpoint { get; }

    Endpoint Address { get; }

    /// <summary>Every replica that the tablet has loaded or is loading.</summary>
    Task<ImmutableArray<TableStatus>> GetTableStatus(CancellationToken cancellationToken);

    /// <summary>One replica, or null when the tablet does not have it.</summary>
    Task<TableStatus?> GetTableStatus(TidPid id, CancellationToken cancellationToken);

    Task LoadTable(LoadTable request, CancellationToken cancellationToken);

    /// <summary>Asks a leader. A leader without followers answers its offset and an empty list (134 upstream).</summary>
    Task<FollowerStatus> GetTableFollower(TidPid id, CancellationToken cancellationToken);

    Task<Manifest> GetManifest(TidPid id, StorageMode storageMode, CancellationToken cancellationToken);

    Task<TermPair> GetTermPair(TidPid id, StorageMode storageMode, CancellationToken cancellationToken);

    Task ChangeRole(ChangeRole request, CancellationToken cancellationToken);

    Task MakeSnapshot(TidPid id, StorageMode storageMode, CancellationToken cancellationToken);

    Task PauseSnapshot(TidPid id, StorageMode storageMode, CancellationToken cancellationToken);

    Task RecoverSnapshot(TidPid id, StorageMode storageMode, CancellationToken cancellationToken);

    Task AddReplica(TidPid id, Endpoint follower, CancellationToken cancellationToken);

    Task DelReplica(TidPid id, Endpoint follower, CancellationToken cancellationToken);

    Task<ulong> Count(CountQuery query, CancellationToken cancellationToken);

    Task Put(PutRow row, CancellationToken cancellationToken);

    /// <summary>Null when the key is not there (109).</summary>
    Task<StoredRow?> Get(GetQuery query, CancellationToken cancellationToken);

    Task ConnectZk(CancellationToken cancellationToken);

    Task DisconnectZk(CancellationToken cancellationToken);
}

/// <summary>
/// The pages every brpc server has. Source: brpc <c>builtin/</c>; <c>/status</c> only with <c>--enable_status_service=true</c>.
/// </summary>
public interface IServerPages
{
    /// <summary>
    /// True when <c>/health</c> answers OK: the process accepts calls. Proves neither registration, nor loaded data, nor leadership.
    /// </summary>
    Task<bool> Health(Endpoint address, CancellationToken cancellationToken);

    /// <summary>The build, such as <c>0.9.3-c5ffa752</c>; right after process start it may be a list of service names.</summary>
    Task<string> Version(Endpoint address, CancellationToken cancellationToken);

    Task<string> Status(Endpoint address, CancellationToken cancellationToken);

    /// <summary>
    /// Calls under way on a tablet, whatever their partition, that may append to a log (<c>/brpc_metrics</c>, open without any flag). Zero after a
    /// leader was demoted: every call that had passed the role check before is through. Null when the page does not tell.
    /// </summary>
    Task<int?> WritesUnderWay(Endpoint tablet, CancellationToken cancellationToken);

    /// <summary>
    /// How often this process of a tablet has told its tasks (<c>/brpc_metrics</c>, GetTaskStatus). Only the nameserver that leads asks for them, of every healthy
    /// tablet each <c>get_task_status_interval</c>. Null when the page does not tell.
    /// </summary>
    Task<long?> TasksTold(Endpoint tablet, CancellationToken cancellationToken);
}
