using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client.Routes;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client;

/// <summary>The calls of one tablet. This part reads.</summary>
internal sealed partial class TabletClient(Endpoint endpoint, Endpoint address, IRoute route) : ITablet
{
    public Endpoint Endpoint { get; } = endpoint;

    public Endpoint Address { get; } = address;

    public Task<ImmutableArray<TableStatus>> GetTableStatus(CancellationToken cancellationToken) =>
        route.Send(TabletMethods.GetTableStatus, new TidPidRequest(null, null, null), null, FromWire.Statuses, cancellationToken);

    public Task<TableStatus?> GetTableStatus(TidPid id, CancellationToken cancellationToken) =>
        Ask(
            TabletMethods.GetTableStatus, id, null,
            answer => FromWire.Statuses(answer).Where(s => s.Id == id).Cast<TableStatus?>().FirstOrDefault(), cancellationToken);

    public Task<FollowerStatus> GetTableFollower(TidPid id, CancellationToken cancellationToken) =>
        Ask(TabletMethods.GetTableFollower, id, null, FromWire.Followers, cancellationToken);

    public Task<Manifest> GetManifest(TidPid id, StorageMode storageMode, CancellationToken cancellationToken) =>
        Ask(TabletMethods.GetManifest, id, storageMode, FromWire.Manifest, cancellationToken);

    public Task<TermPair> GetTermPair(TidPid id, StorageMode storageMode, CancellationToken cancellationToken) =>
        Ask(TabletMethods.GetTermPair, id, storageMode, FromWire.Term, cancellationToken);

    public Task<ulong> Count(CountQuery query, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.Count, query.Id);
        var request = new CountRequest(query.Id.Tid, query.Id.Pid, query.IndexName, query.Key, query.FilterExpired);
        return route.Send(TabletMethods.Count, request, $"partition {query.Id}", answer => FromWire.Need(answer.Count, "the count"), cancellationToken);
    }

    public Task<StoredRow?> Get(GetQuery query, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.Get, query.Id);
        var request = new GetRequest(query.Id.Tid, query.Id.Pid, query.Key, query.TimestampMs, query.IndexName);
        return route.Send(TabletMethods.Get, request, $"partition {query.Id}", FromWire.Row, cancellationToken);
    }

    private Task<TResult> Ask<TResponse, TResult>(
        RpcMethod<TidPidRequest, TResponse> method, TidPid id, StorageMode? storageMode, Func<TResponse, TResult> read, CancellationToken cancellationToken)
        where TResponse : GeneralResponse
    {
        Arguments.Check(method.Operation, id);
        return route.Send(method, new TidPidRequest(id.Tid, id.Pid, storageMode), $"partition {id}", read, cancellationToken);
    }
}
