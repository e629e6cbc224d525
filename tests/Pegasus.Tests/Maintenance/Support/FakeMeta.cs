using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal sealed class FakeMeta(FakeCluster cluster) : IMeta
{
    /// <summary>As the client, asks all of them once.</summary>
    public Task<Endpoint> Leader(CancellationToken cancellationToken)
    {
        lock (cluster.Gate) return cluster.Leader is { } leader ? Task.FromResult(leader) : Task.FromException<Endpoint>(FakeCluster.Unreachable("who leads", "meta servers", null));
    }

    public Task<ClusterInfo> ClusterInfo(CancellationToken cancellationToken) => Ask("RPC_CM_CLUSTER_INFO", leader => new ClusterInfo(
        [.. cluster.Metas], leader, "/pegasus/fake", cluster.Level, "fake", new Dictionary<string, string> { ["balance_operation_count"] = cluster.Balance }));

    public Task<ImmutableArray<NodeInfo>> ListNodes(CancellationToken cancellationToken) =>
        Ask("RPC_CM_LIST_NODES", _ => cluster.Servers.Select(server => new NodeInfo(server.Server, server.Alive)).ToImmutableArray());

    public Task<ImmutableArray<AppInfo>> ListApps(CancellationToken cancellationToken) => Ask("RPC_CM_LIST_APPS", _ => cluster.Tables.Values.ToImmutableArray());

    public Task<AppPartitions> QueryConfig(string app, CancellationToken cancellationToken) => QueryConfig(app, [], cancellationToken);

    public Task<AppPartitions> QueryConfig(string app, IReadOnlyList<int> partitions, CancellationToken cancellationToken) => Ask("query_cfg", _ =>
    {
        var table = cluster.Tables[app];
        return new AppPartitions(table.Id, table.Partitions, [.. cluster.Partitions.Values
            .Where(partition => partition.Table == app && (partitions.Count == 0 || partitions.Contains(partition.Id.Index)))
            .Select(partition => partition.Config)]);
    });

    public Task<MetaLevel> Level(CancellationToken cancellationToken) => Ask("RPC_CM_CONTROL_META", _ => cluster.Level);

    public Task<MetaLevel> SetLevel(MetaLevel level, CancellationToken cancellationToken) => Ask("RPC_CM_CONTROL_META", _ =>
    {
        var before = cluster.Level;
        cluster.Level = level;
        if (level <= MetaLevel.Steady) cluster.ClearProposals();
        return before;
    });

    public async Task Propose(Gpid partition, IReadOnlyList<Proposal> proposals, bool force, CancellationToken cancellationToken)
    {
        cluster.OnProposal(partition, proposals, force);
        await Ask("RPC_CM_PROPOSE_BALANCER", _ => true);
        cluster.Propose(partition, proposals, force);
    }

    public Task Balance(Gpid partition, BalanceType type, IReadOnlyList<Proposal> proposals, CancellationToken cancellationToken) => Propose(partition, proposals, false, cancellationToken);

    public Task<string> Setting(string name, CancellationToken cancellationToken) => Ask(name, _ => cluster.Settings[name]);

    public Task SetSetting(string name, string value, CancellationToken cancellationToken) => Ask(name, _ => cluster.Settings[name] = value);

    public Task<ImmutableArray<LostPartition>> Diagnose(int appId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> CreateTable(string name, int partitions, int replicas, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>As the client, looks for a leader for a while; what changes partitions is sent once.</summary>
    private async Task<T> Ask<T>(string method, Func<Endpoint, T> answer)
    {
        for (var look = 0; ; look++)
        {
            await Task.Yield();
            lock (cluster.Gate)
            {
                if (cluster.Leader is { } leader) return answer(leader);
                if (look > 100 || method == "RPC_CM_PROPOSE_BALANCER") throw FakeCluster.Unreachable(method, "meta server", null);
            }

            await Task.Delay(20);
        }
    }
}
