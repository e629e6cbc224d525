using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>
/// Nodes, tables and all partitions from one leader, pipelined on its connection. A look during which the leader changed, or a table came or went, is taken again:
/// half of it would be of another time.
/// </summary>
internal sealed class SnapshotReader(IPegasusClient client, TimeProvider time) : ISnapshotReader
{
    private const int Parallelism = 64;
    private const int MaxLooks = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly SettingsReader _settings = new(client, time);
    private readonly WriteRules _rules = new(client, time);

    public async Task<ClusterSnapshot> Read(SnapshotScope scope, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                var leader = await client.Meta.Leader(cancellationToken);
                var snapshot = await Look(leader, scope, cancellationToken);
                var after = await client.Meta.Leader(cancellationToken);
                if (after == leader)
                    return snapshot;
                if (look == MaxLooks)
                    throw Changing(leader, after);
            }
            catch (RefusedByClusterException e) when (look < MaxLooks && IsMoving(e.Error))
            {
                // A table was created or dropped since the list of tables was read: the next look has a new list.
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<ClusterSnapshot> Look(Endpoint leader, SnapshotScope scope, CancellationToken cancellationToken)
    {
        var metas = client.Metas(cancellationToken);
        var info = client.Meta.ClusterInfo(cancellationToken);
        var settings = scope.Settings ? _settings.Read(leader, cancellationToken) : Task.FromResult(SettingsReader.NotAsked);
        var nodes = await client.Meta.ListNodes(cancellationToken);
        var states = Nodes(nodes, scope, cancellationToken);
        var rules = _rules.Read(leader, nodes, anew: scope.Settings, cancellationToken);
        var apps = await client.Meta.ListApps(cancellationToken);
        var tables = await Bounded.Select(apps, Parallelism, Partitions, cancellationToken);
        var (byServers, byMeta) = await rules;
        return new ClusterSnapshot(
            leader, await info, [.. await metas], await states,
            [.. tables.Select(t => t with { MinReplicasToWrite = WriteRules.For(byServers, t.App), MinReplicasByMeta = WriteRules.For(byMeta, t.App) })],
            await settings);
    }

    private async Task<TableState> Partitions(AppInfo app, CancellationToken cancellationToken)
    {
        ImmutableArray<PartitionConfig> partitions = [];
        if (app.Status == AppStatus.Available)
            partitions = (await client.Meta.QueryConfig(app.Name, cancellationToken)).Partitions;
        return new TableState(app, partitions, default);
    }

    private Task<ImmutableArray<NodeState>> Nodes(ImmutableArray<NodeInfo> nodes, SnapshotScope scope, CancellationToken cancellationToken) =>
        Bounded.Select(
            nodes.OrderBy(n => n.Server.Name), Parallelism,
            async (node, token) => new NodeState(
                node.Server, node.Alive,
                scope.Processes
                    ? await Readings.Try(time, t => client.At(node.Server.Name).Info(t), token)
                    : Reading<ServerInfo>.Unknown(Readings.NotAsked)),
            cancellationToken);

    private static bool IsMoving(string error) =>
        error is ErrorNames.ObjectNotFound or ErrorNames.AppNotExist or ErrorNames.BusyCreating or ErrorNames.BusyDropping;

    private static NodeUnreachableException Changing(Endpoint before, Endpoint after) => new(
        new CallSite("snapshot", "meta servers", after, null), Delivery.NotSent,
        $"The leader of the meta servers changes while the cluster is looked at, from {before} to {after}; wait until it stays.");
}
