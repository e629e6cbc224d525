using Nightshift.Clusters;
using Nightshift.OpenMldb.Client.Routes;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client;

/// <summary>The calls that change something.</summary>
internal sealed partial class NameserverClient
{
    private const uint MaxConcurrency = 8;

    public Task CancelOp(ulong opId, CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.CancelOp, new OpIdRequest(opId), $"op {opId}", cancellationToken);

    public Task DeleteOp(ulong opId, CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.DeleteOp, new DeleteOpRequest(null, opId, null), $"op {opId}", cancellationToken);

    public Task DeleteOps(string? db, OpStatus status, CancellationToken cancellationToken)
    {
        Arguments.Require(Operation.DeleteOp, status is OpStatus.Done or OpStatus.Failed or OpStatus.Canceled, $"ops in state {status} are not over");
        var request = new DeleteOpRequest(db, null, WireEnumConverter<OpStatus>.NameOf(status));
        return route.Send(NameserverMethods.DeleteOp, request, null, cancellationToken);
    }

    public Task ConfSet(string key, string value, CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ConfSet, new ConfSetRequest(new ConfPair(key, value)), null, cancellationToken);

    public Task ChangeLeader(PartitionId partition, Endpoint? candidate, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.ChangeLeader, partition);
        var request = new ChangeLeaderRequest(partition.Table, partition.Pid, candidate?.ToString() ?? "auto", partition.Db);
        return route.Send(NameserverMethods.ChangeLeader, request, $"partition {partition}", cancellationToken);
    }

    public Task AddReplica(PartitionId partition, Endpoint tablet, CancellationToken cancellationToken) =>
        OnTablet(NameserverMethods.AddReplica, partition, tablet, cancellationToken);

    public Task DelReplica(PartitionId partition, Endpoint tablet, CancellationToken cancellationToken) =>
        OnTablet(NameserverMethods.DelReplica, partition, tablet, cancellationToken);

    public Task RecoverTable(PartitionId partition, Endpoint tablet, CancellationToken cancellationToken) =>
        OnTablet(NameserverMethods.RecoverTable, partition, tablet, cancellationToken);

    public Task Migrate(PartitionId partition, Endpoint from, Endpoint to, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.Migrate, partition);
        Arguments.Require(Operation.Migrate, from != to, $"{from} cannot be moved onto itself");
        var request = new MigrateRequest(from, partition.Table, [partition.Pid], to, partition.Db);
        return route.Send(NameserverMethods.Migrate, request, $"partition {partition}", cancellationToken);
    }

    public Task RecoverEndpoint(Endpoint tablet, bool needRestore, uint? concurrency, CancellationToken cancellationToken)
    {
        CheckConcurrency(Operation.RecoverEndpoint, concurrency);
        var request = new RecoverEndpointRequest(tablet, needRestore, concurrency);
        return route.Send(NameserverMethods.RecoverEndpoint, request, $"tablet {tablet}", cancellationToken);
    }

    public Task OfflineEndpoint(Endpoint tablet, uint? concurrency, CancellationToken cancellationToken)
    {
        CheckConcurrency(Operation.OfflineEndpoint, concurrency);
        return route.Send(NameserverMethods.OfflineEndpoint, new OfflineEndpointRequest(tablet, concurrency), $"tablet {tablet}", cancellationToken);
    }

    public Task UpdateTableAliveStatus(PartitionId partition, Endpoint tablet, bool isAlive, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.UpdateTableAliveStatus, partition);
        var request = new UpdateTableAliveRequest(partition.Table, tablet, partition.Pid, isAlive, partition.Db);
        return route.Send(NameserverMethods.UpdateTableAliveStatus, request, $"partition {partition} on {tablet}", cancellationToken);
    }

    public Task UpdateTableAliveStatus(TableId table, Endpoint tablet, bool isAlive, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.UpdateTableAliveStatus, table);
        var request = new UpdateTableAliveRequest(table.Name, tablet, null, isAlive, table.Db);
        return route.Send(NameserverMethods.UpdateTableAliveStatus, request, $"table {table} on {tablet}", cancellationToken);
    }

    public Task MakeSnapshot(PartitionId partition, ulong? offset, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.MakeSnapshotNs, partition);
        var request = new MakeSnapshotNsRequest(partition.Table, partition.Pid, offset, partition.Db);
        return route.Send(NameserverMethods.MakeSnapshot, request, $"partition {partition}", cancellationToken);
    }

    public Task SetTablePartition(TableId table, TablePartition partition, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.SetTablePartition, table);
        Arguments.Require(Operation.SetTablePartition, !partition.HasRemoteReplicas, "it would erase the replicas in a remote cluster");
        Arguments.Require(Operation.SetTablePartition, !partition.Replicas.IsDefaultOrEmpty, "it would leave the partition without replicas");
        var request = new SetTablePartitionRequest(table.Name, partition, table.Db);
        return route.Send(NameserverMethods.SetTablePartition, request, $"partition {table}[{partition.Pid}]", cancellationToken);
    }

    public Task ConnectZk(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ConnectZk, EmptyRequest.Instance, null, cancellationToken);

    public Task DisconnectZk(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.DisconnectZk, EmptyRequest.Instance, null, cancellationToken);

    private Task<GeneralResponse> OnTablet(
        RpcMethod<PartitionEndpointRequest, GeneralResponse> method, PartitionId partition, Endpoint tablet, CancellationToken cancellationToken)
    {
        Arguments.Check(method.Operation, partition);
        var request = new PartitionEndpointRequest(partition.Table, partition.Pid, tablet, partition.Db);
        return route.Send(method, request, $"partition {partition} on {tablet}", cancellationToken);
    }

    private static void CheckConcurrency(Operation operation, uint? concurrency) =>
        Arguments.Require(operation, concurrency is null or (>= 1 and <= MaxConcurrency), $"concurrency must be 1 to {MaxConcurrency}");
}
