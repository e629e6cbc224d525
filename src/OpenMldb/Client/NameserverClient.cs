using System.Collections.Immutable;
using Nightshift.OpenMldb.Client.Routes;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client;

/// <summary>The nameserver's calls over a route: one given server, or whichever leads. This part reads.</summary>
internal sealed partial class NameserverClient(IRoute route) : INameserver
{
    public Task<ImmutableArray<TabletStatus>> ShowTablet(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ShowTablet, EmptyRequest.Instance, null, FromWire.Tablets, cancellationToken);

    public Task<ImmutableArray<TableInfo>> ShowAllTables(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ShowTable, new ShowTableRequest(null, null, true), null, FromWire.Tables, cancellationToken);

    public Task<TableInfo?> ShowTable(TableId table, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.ShowTable, table);
        var request = new ShowTableRequest(table.Name, table.Db, null);
        return route.Send(
            NameserverMethods.ShowTable, request, $"table {table}", answer => FromWire.Tables(answer).FirstOrDefault(t => t.Id == table), cancellationToken);
    }

    public Task<ImmutableArray<string>> ShowDatabase(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ShowDatabase, EmptyRequest.Instance, null, answer => ImmutableArray.CreateRange(answer.Db ?? []), cancellationToken);

    public Task<ImmutableArray<OpInfo>> ShowOpStatus(OpFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Partition is { } partition)
            Arguments.Check(Operation.ShowOpStatus, partition);
        var request = new ShowOpStatusRequest(filter.Partition?.Table, filter.Partition?.Pid, filter.Partition?.Db, filter.OpId);
        var subject = filter.Partition is null ? null : $"partition {filter.Partition}";
        return route.Send(NameserverMethods.ShowOpStatus, request, subject, answer => FromWire.Ops(answer, filter), cancellationToken);
    }

    public Task<ImmutableDictionary<string, string>> ConfGet(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ConfGet, EmptyRequest.Instance, null, FromWire.Conf, cancellationToken);

    public Task<TablePartition?> GetTablePartition(PartitionId partition, CancellationToken cancellationToken)
    {
        Arguments.Check(Operation.GetTablePartition, partition);
        var request = new GetTablePartitionRequest(partition.Table, partition.Pid, partition.Db);
        return route.Send(NameserverMethods.GetTablePartition, request, $"partition {partition}", answer => answer.TablePartition, cancellationToken);
    }

    public Task<ImmutableArray<SdkEndpoint>> ShowSdkEndpoint(CancellationToken cancellationToken) =>
        route.Send(NameserverMethods.ShowSdkEndpoint, EmptyRequest.Instance, null, FromWire.SdkEndpoints, cancellationToken);
}
