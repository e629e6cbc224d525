using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client.Routes;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client;

/// <summary>The calls that change something.</summary>
internal sealed partial class TabletClient
{
    public Task LoadTable(LoadTable request, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.LoadTable, request.Id);
        Arguments.Check(Operation.LoadTable, new TableId(request.Db, request.Name));
        var known = request.Mode != TableMode.Unknown && request.StorageMode != StorageMode.Unknown;
        Arguments.Require(Operation.LoadTable, known, "the role and the storage mode must be known");
        var meta = new TableMetaWire(
            request.Id.Tid, request.Name, request.Id.Pid, request.SegmentCount, OrEmpty(request.Replicas), request.Mode, request.Term, request.Db, request.StorageMode);
        return route.Send(TabletMethods.LoadTable, new LoadTableRequest(meta), $"table {request.Name} {request.Id}", cancellationToken);
    }

    public Task ChangeRole(ChangeRole request, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.ChangeRole, request.Id);
        Arguments.Require(Operation.ChangeRole, request.Mode != TableMode.Unknown, "the role must be known");
        var body = new ChangeRoleRequest(request.Id.Tid, request.Id.Pid, request.Term, request.Mode, OrEmpty(request.Replicas));
        return route.Send(TabletMethods.ChangeRole, body, $"partition {request.Id}", cancellationToken);
    }

    public Task MakeSnapshot(TidPid id, StorageMode storageMode, CancellationToken cancellationToken) =>
        Ask(TabletMethods.MakeSnapshot, id, storageMode, static answer => answer, cancellationToken);

    public Task PauseSnapshot(TidPid id, StorageMode storageMode, CancellationToken cancellationToken) =>
        Ask(TabletMethods.PauseSnapshot, id, storageMode, static answer => answer, cancellationToken);

    public Task RecoverSnapshot(TidPid id, StorageMode storageMode, CancellationToken cancellationToken) =>
        Ask(TabletMethods.RecoverSnapshot, id, storageMode, static answer => answer, cancellationToken);

    public Task AddReplica(TidPid id, Endpoint follower, CancellationToken cancellationToken) =>
        Link(TabletMethods.AddReplica, id, follower, cancellationToken);

    public Task DelReplica(TidPid id, Endpoint follower, CancellationToken cancellationToken) =>
        Link(TabletMethods.DelReplica, id, follower, cancellationToken);

    public Task Put(PutRow row, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.Put, row.Id);
        Arguments.Require(Operation.Put, !row.Keys.IsDefaultOrEmpty, "a row needs a key");
        var request = new PutRequest(
            row.TimestampMs, row.Value, row.Id.Tid, row.Id.Pid, [.. row.Keys.Select(k => new DimensionWire(k.Key, k.Index))], row.PutIfAbsent ? true : null);
        return route.Send(TabletMethods.Put, request, $"partition {row.Id}", cancellationToken);
    }

    public Task ConnectZk(CancellationToken cancellationToken) =>
        route.Send(TabletMethods.ConnectZk, EmptyRequest.Instance, null, cancellationToken);

    public Task DisconnectZk(CancellationToken cancellationToken) =>
        route.Send(TabletMethods.DisconnectZk, EmptyRequest.Instance, null, cancellationToken);

    private Task<GeneralResponse> Link(RpcMethod<ReplicaRequest, GeneralResponse> method, TidPid id, Endpoint follower, CancellationToken cancellationToken)
    {
        Arguments.Check(method.Operation, id);
        return route.Send(method, new ReplicaRequest(id.Tid, id.Pid, follower), $"partition {id} on {follower}", cancellationToken);
    }

    private static ImmutableArray<Endpoint> OrEmpty(ImmutableArray<Endpoint> endpoints) => endpoints.IsDefault ? [] : endpoints;
}
