using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Storage;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary>
/// The tablet (<c>src/tablet/tablet_impl.cc</c>). It holds no table after its start until it is told to load one. Not simulated: SQL,
/// disk tables, time-to-live, compression.
/// </summary>
internal sealed partial class TabletNode : INodeRole
{
    private readonly NodeContext _node;
    private readonly DataRoots _roots;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(uint Tid, uint Pid), Partition> _partitions = [];
    private readonly TaskMap _tasks = new();
    private readonly SemaphoreSlim _taskPool;
    private readonly SemaphoreSlim _snapshotPool = new(1, 1);
    private readonly HashSet<string> _sending = new(StringComparer.Ordinal);

    public TabletNode(NodeContext node)
    {
        _node = node;
        _roots = new DataRoots(node.Flags, node.Place, node.Time);
        _taskPool = new SemaphoreSlim(node.Flags.TaskPoolSize, node.Flags.TaskPoolSize);
    }

    public RpcService Service() => new RpcService("openmldb.api", "TabletServer")
        .Add<PutRequest>("Put", Put)
        .Add<GetRequest>("Get", Get)
        .Add<DeleteRequest>("Delete", Delete)
        .Add<CountRequest>("Count", Count)
        .Add<TraverseRequest>("Traverse", Traverse)
        .Add<CreateTableRequest>("CreateTable", CreateTable)
        .Add<LoadTableRequest>("LoadTable", LoadTable)
        .Add<DropTableRequest>("DropTable", DropTable)
        .Add<GetTableStatusRequest>("GetTableStatus", GetTableStatus)
        .Add<PartitionRequest>("GetTableSchema", GetTableSchema)
        .Add<PartitionRequest>("GetTableFollower", GetTableFollower)
        .Add<AppendEntriesRequest>("AppendEntries", AppendEntries)
        .Add<ReplicaRequest>("AddReplica", AddReplica)
        .Add<ReplicaRequest>("DelReplica", DelReplicaAsync)
        .Add<ChangeRoleRequest>("ChangeRole", ChangeRoleAsync)
        .Add<SnapshotRequest>("MakeSnapshot", MakeSnapshot)
        .Add<SnapshotRequest>("PauseSnapshot", PauseSnapshot)
        .Add<SnapshotRequest>("RecoverSnapshot", RecoverSnapshot)
        .Add<SendSnapshotRequest>("SendSnapshot", SendSnapshot)
        .Add<SendDataRequest>("SendData", SendData)
        .Add<CheckFileRequest>("CheckFile", CheckFile)
        .Add<SnapshotRequest>("DeleteBinlog", DeleteBinlog)
        .Add<StoredPartitionRequest>("GetTermPair", GetTermPair)
        .Add<StoredPartitionRequest>("GetManifest", GetManifest)
        .Add<EmptyRequest>("GetTaskStatus", _ => Reply.With(new TaskStatusResponse { Task = [.. _tasks.All()] }, ReturnCode.Ok, "ok"))
        .Add<DeleteTaskRequest>("DeleteOPTask", DeleteOPTask)
        .Add<CancelOPRequest>("CancelOP", CancelOP)
        .Add<EmptyRequest>("ConnectZK", ConnectZkAsync)
        .Add<EmptyRequest>("DisConnectZK", DisconnectZkAsync)
        .Add<EmptyRequest>("GetCatalog", _ => Catalog())
        .Add<EmptyRequest>("Refresh", _ => Reply.Ok())
        .Add<EmptyRequest>("FlushPrivileges", _ => Reply.Ok())
        .Add<EmptyRequest>("UpdateRealEndpointMap", _ => Reply.Ok())
        .Add<EmptyRequest>("SetMode", _ => Reply.Ok())
        .Add<EmptyRequest>("ExecuteGc", _ => Reply.Ok());

    public void Dispose()
    {
        foreach (var partition in Snapshot())
        {
            partition.Dispose();
        }

        _taskPool.Dispose();
        _snapshotPool.Dispose();
    }

    private Partition? Find(uint? tid, uint? pid)
    {
        lock (_lock)
        {
            return _partitions.GetValueOrDefault((tid ?? 0, pid ?? 0));
        }
    }

    private Partition[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _partitions.Values];
        }
    }

    /// <summary><c>CheckTable</c>: only <c>kTableLoading</c> is refused; <c>kTableUndefined</c> accepts traffic.</summary>
    private static (int Code, string Msg)? Refusal(Partition? partition, bool leaderOnly)
    {
        if (partition is null)
        {
            return (ReturnCode.TableIsNotExist, "table does not exist");
        }

        lock (partition.Gate)
        {
            if (leaderOnly && !partition.IsLeader)
            {
                return (ReturnCode.TableIsFollower, "table is follower");
            }

            return partition.State == TableState.TableLoading ? (ReturnCode.TableIsLoading, "table is loading") : null;
        }
    }

    private GetCatalogResponse Catalog()
        => Reply.With(new GetCatalogResponse { Catalog = new CatalogInfo { Version = 1, Endpoint = _node.Name } }, ReturnCode.Ok, "ok");

    private GeneralResponse DeleteOPTask(DeleteTaskRequest request)
    {
        _tasks.Delete(request.OpId);
        return Reply.Ok();
    }

    private GeneralResponse CancelOP(CancelOPRequest request)
    {
        _tasks.Cancel(request.OpId ?? 0);
        return Reply.Ok();
    }
}
