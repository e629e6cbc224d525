using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>
/// The nameserver (<c>src/nameserver/name_server_impl.cc</c>). Not simulated: remote replica clusters, indexes added later, deployments,
/// users other than root. ZooKeeper holds what upstream keeps there, with <c>TableInfo</c> and <c>OPInfo</c> as JSON in place of binary
/// protobuf.
/// </summary>
internal sealed partial class NameserverNode : INodeRole
{
    private readonly NodeContext _node;
    private readonly ZkPaths _paths;
    private readonly Mutex _mutex = new();
    private readonly Random _random;
    private readonly TableCatalog _tables = new();
    private readonly SortedSet<string> _databases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TabletEntry> _tablets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _offlineSince = new(StringComparer.Ordinal);
    private readonly LinkedList<NsOp>[] _lists;
    private readonly LinkedList<NsOp> _doneOps = [];
    private volatile bool _running;
    private volatile bool _autoFailover;
    private uint _tableIndex;
    private ulong _term;
    private ulong _opIndex;

    public NameserverNode(NodeContext node, Random random)
    {
        _node = node;
        _random = random;
        _paths = new ZkPaths(node.Flags.ZkRootPath);
        _lists = [.. Enumerable.Range(0, (int)(node.Flags.TaskMaxConcurrency + node.Flags.TaskRemoteConcurrency)).Select(_ => new LinkedList<NsOp>())];
        node.Peers.Resolve = Resolve;
    }

    public RpcService Service() => new RpcService("openmldb.nameserver", "NameServer")
        .Add<NsCreateTableRequest>("CreateTable", Leader<NsCreateTableRequest>(CreateTableAsync))
        .Add<NsDropTableRequest>("DropTable", Leader<NsDropTableRequest>(DropTableAsync))
        .Add<NothingRequest>("ShowTablet", Leader<NothingRequest>(ShowTabletAsync))
        .Add<ShowTableRequest>("ShowTable", Leader<ShowTableRequest>(ShowTableAsync))
        .Add<MakeSnapshotNSRequest>("MakeSnapshotNS", Leader<MakeSnapshotNSRequest>(MakeSnapshotAsync))
        .Add<AddReplicaNSRequest>("AddReplicaNS", Leader<AddReplicaNSRequest>(AddReplicaAsync))
        .Add<DelReplicaNSRequest>("DelReplicaNS", Leader<DelReplicaNSRequest>(DelReplicaAsync))
        .Add<ShowOPStatusRequest>("ShowOPStatus", Leader<ShowOPStatusRequest>(ShowOPStatusAsync))
        .Add<NsCancelOPRequest>("CancelOP", Manual<NsCancelOPRequest>(CancelOPAsync))
        .Add<DeleteOPRequest>("DeleteOP", Leader<DeleteOPRequest>(DeleteOPAsync))
        .Add<ConfSetRequest>("ConfSet", Leader<ConfSetRequest>(ConfSetAsync))
        .Add<NothingRequest>("ConfGet", Leader<NothingRequest>(ConfGetAsync))
        .Add<ChangeLeaderRequest>("ChangeLeader", Manual<ChangeLeaderRequest>(ChangeLeaderAsync))
        .Add<OfflineEndpointRequest>("OfflineEndpoint", Manual<OfflineEndpointRequest>(OfflineEndpointAsync))
        .Add<MigrateRequest>("Migrate", Manual<MigrateRequest>(MigrateAsync))
        .Add<RecoverTableRequest>("RecoverTable", Manual<RecoverTableRequest>(RecoverTableAsync))
        .Add<RecoverEndpointRequest>("RecoverEndpoint", Manual<RecoverEndpointRequest>(RecoverEndpointAsync))
        .Add<NothingRequest>("ConnectZK", ConnectZkAsync)
        .Add<NothingRequest>("DisConnectZK", DisconnectZkAsync)
        .Add<SetTablePartitionRequest>("SetTablePartition", Manual<SetTablePartitionRequest>(SetTablePartitionAsync))
        .Add<GetTablePartitionRequest>("GetTablePartition", Leader<GetTablePartitionRequest>(GetTablePartitionAsync))
        .Add<UpdateTableAliveRequest>("UpdateTableAliveStatus", Manual<UpdateTableAliveRequest>(UpdateTableAliveAsync))
        .Add<DatabaseRequest>("CreateDatabase", Leader<DatabaseRequest>(CreateDatabaseAsync))
        .Add<DatabaseRequest>("UseDatabase", Leader<DatabaseRequest>(UseDatabaseAsync))
        .Add<NothingRequest>("ShowDatabase", Leader<NothingRequest>(ShowDatabaseAsync))
        .Add<DatabaseRequest>("DropDatabase", Leader<DatabaseRequest>(DropDatabaseAsync))
        .Add<SetSdkEndpointRequest>("SetSdkEndpoint", Leader<SetSdkEndpointRequest>(SetSdkEndpointAsync))
        .Add<NothingRequest>("ShowSdkEndpoint", Leader<NothingRequest>(ShowSdkEndpointAsync))
        .Add<NothingRequest>("ShowCatalog", Leader<NothingRequest>(ShowCatalogAsync));

    public Task ServingAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _leadership?.Dispose();
        _mutex.Dispose();
        _election.Dispose();
        _wake.Dispose();
    }

    /// <summary>A method that a standby answers by 300.</summary>
    private Func<TRequest, Task<IReply>> Leader<TRequest>(Func<TRequest, Task<IReply>> invoke)
        => request => _running
            ? invoke(request)
            : Task.FromResult<IReply>(Reply.With(ReturnCode.NameserverIsNotLeader, "nameserver is not leader"));

    /// <summary>A leader's method that is refused while auto_failover is on.</summary>
    private Func<TRequest, Task<IReply>> Manual<TRequest>(Func<TRequest, Task<IReply>> invoke)
        => Leader<TRequest>(request => _autoFailover
            ? Task.FromResult<IReply>(Reply.With(ReturnCode.AutoFailoverIsEnabled, "auto_failover is enabled"))
            : invoke(request));

    private bool IsHealthy(string? endpoint) => endpoint is not null && _tablets.TryGetValue(endpoint, out var tablet) && tablet.IsHealthy;

    private string[] HealthyTablets() => [.. _tablets.Where(each => each.Value.IsHealthy).Select(each => each.Key)];
}
