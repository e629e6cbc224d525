using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Reads one partition from everybody who knows it, in one round.</summary>
internal sealed class PartitionLook(IOpenMldbClient client, OpBoard ops)
{
    public async Task<PartitionView> Look(PartitionId partition, TidPid id, CancellationToken cancellationToken)
    {
        var unfinished = ops.Unfinished(partition, cancellationToken);
        var entry = await Entry(partition, cancellationToken);
        var copies = await Task.WhenAll(entry.Replicas.Select(replica => Copy(replica, id, cancellationToken)));
        return new PartitionView(partition, entry, [.. copies], await unfinished);
    }

    public async Task<TablePartition> Entry(PartitionId partition, CancellationToken cancellationToken) =>
        await client.Nameserver.GetTablePartition(partition, cancellationToken)
            ?? throw new MoveRefusedException($"{partition} does not exist any more");

    /// <summary>The offset and role of a copy that must answer.</summary>
    public static async Task<(ulong Offset, TableMode Mode)> Offset(ITablet tablet, TidPid id, CancellationToken cancellationToken) =>
        await tablet.GetTableStatus(id, cancellationToken) is { Offset: { } offset } status
            ? (offset, status.Mode)
            : throw new MoveRefusedException($"tablet {tablet.Endpoint} does not tell the offset of {id}");

    public async Task<ImmutableHashSet<Endpoint>> Healthy(CancellationToken cancellationToken) =>
        [.. (await client.Nameserver.ShowTablet(cancellationToken)).Where(t => t.State == TabletState.Healthy).Select(t => t.Endpoint)];

    private async Task<CopyView> Copy(Replica replica, TidPid id, CancellationToken cancellationToken)
    {
        try
        {
            var tablet = await client.Tablet(replica.Endpoint, cancellationToken);
            return new CopyView(replica, await tablet.GetTableStatus(id, cancellationToken));
        }
        catch (OpenMldbException e)
        {
            return new CopyView(replica, null, e.Message);
        }
    }
}
