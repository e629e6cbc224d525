using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>A client of the fake cluster, without a wire.</summary>
internal sealed class FakePegasus(FakeCluster cluster) : IPegasusClient, ISnapshotReader
{
    public IMeta Meta { get; } = new FakeMeta(cluster);

    public Task<IReadOnlyList<MetaStanding>> Metas(CancellationToken cancellationToken)
    {
        lock (cluster.Gate)
        {
            return Task.FromResult<IReadOnlyList<MetaStanding>>([.. cluster.Metas.Select(meta => new MetaStanding(
                meta,
                cluster.DeadMetas.Contains(meta) ? MetaRole.Unreachable : meta == cluster.Leader ? MetaRole.Leader : MetaRole.Standby,
                cluster.DeadMetas.Contains(meta) ? "connection refused" : null))]);
        }
    }

    public IServerCommands At(Endpoint server) => new FakeServerCommands(cluster, server);

    public IReplicaServer Replica(Server server) => new FakeReplicaServer(cluster, cluster.At(server));

    public Task<IDataTable> Table(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async Task<ClusterSnapshot> Read(SnapshotScope scope, CancellationToken cancellationToken)
    {
        await Meta.Leader(cancellationToken);
        var info = await Meta.ClusterInfo(cancellationToken);
        var metas = await Metas(cancellationToken);
        var nodes = await Meta.ListNodes(cancellationToken);
        lock (cluster.Gate)
        {
            return new ClusterSnapshot(
                info.Leader,
                info,
                [.. metas],
                [.. nodes.Select(node => new NodeState(node.Server, node.Alive, Process(cluster.At(node.Server), scope)))],
                [.. cluster.Tables.Values.Select(table => new TableState(
                    table,
                    [.. cluster.Partitions.Values.Where(partition => partition.Table == table.Name).Select(partition => partition.Config)],
                    scope.Settings ? Reading<int>.Known(cluster.MinToWrite[table.Name]) : Reading<int>.Unknown("not asked for")))],
                scope.Settings ? Settings() : FakeSettings.Unknown);
        }
    }

    private static Reading<ServerInfo> Process(FakeServer server, SnapshotScope scope) => !scope.Processes
        ? Reading<ServerInfo>.Unknown("not asked for")
        : server.Serving ? Reading<ServerInfo>.Known(new ServerInfo(server.Version, "0", server.Started, Generation.Addresses)) : Reading<ServerInfo>.Unknown("no answer");

    private MetaSettings Settings() => FakeSettings.Of(cluster.Level, cluster.Settings);
}
