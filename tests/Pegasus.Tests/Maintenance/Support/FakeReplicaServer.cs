using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal sealed class FakeReplicaServer(FakeCluster cluster, FakeServer server) : IReplicaServer
{
    public async Task<ImmutableArray<ReplicaInfo>> Replicas(CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (cluster.Gate)
        {
            Serve();
            return [.. server.Replicas.Select(replica => new ReplicaInfo(replica.Key, replica.Value.Ballot, replica.Value.Status, 0, 0, 0, "tag"))];
        }
    }

    public Task<ImmutableArray<AppInfo>> Apps(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<DiskInfo>> Disks(CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<ReplicaCounts> Counts(CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (cluster.Gate)
        {
            Serve();
            return new ReplicaCounts(server.Replicas.Values.Count(replica => replica.Open), 0, server.Replicas.Values.Count(replica => replica.Closing));
        }
    }

    public async Task<bool> KillPartition(Gpid partition, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (cluster.Gate) Serve();
        return cluster.Close(server, partition);
    }

    public Task TriggerCheckpoint(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Serve()
    {
        if (!server.Serving) throw FakeCluster.Unreachable("RPC_QUERY_REPLICA_INFO", $"replica server {server.Name}", server.Name);
    }
}

internal sealed class FakeServerCommands(FakeCluster cluster, Endpoint address) : IServerCommands
{
    private FakeServer? Server => cluster.Servers.FirstOrDefault(server => server.Name == address);

    public async Task<ServerInfo> Info(CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (cluster.Gate)
        {
            if (Server is { } server)
                return server.Serving ? new ServerInfo(server.Version, "0", server.Started, Generation.Addresses) : throw FakeCluster.Unreachable("server-info", $"replica server {address}", address);
            return cluster.DeadMetas.Contains(address) ? throw FakeCluster.Unreachable("server-info", $"meta server {address}", address) : new ServerInfo("2.4.0", "0", $"meta start {cluster.MetaStarts}", Generation.Addresses);
        }
    }

    public Task<string> RecentStartTime(CancellationToken cancellationToken) => Task.FromResult(Server?.Started ?? "");

    public Task<string?> Config(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task UpdateConfig(string name, string value, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> Call(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => throw new NotSupportedException();
}
