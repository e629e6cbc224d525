using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Routes;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client;

/// <summary>The calls to the meta server that leads. This part reads.</summary>
internal sealed partial class MetaClient(LeaderRoute route, RpcChannel channel, TimeProvider time) : IMeta
{
    private readonly GenerationBook _generations = new(channel, time);

    public Task<Endpoint> Leader(CancellationToken cancellationToken) => route.Leaders.Find(cancellationToken);

    public async Task<ClusterInfo> ClusterInfo(CancellationToken cancellationToken) =>
        ClusterInfoReply.Of(Site(MetaMessages.ClusterInfo.Name), await Read(MetaMessages.ClusterInfo, default, null, cancellationToken));

    public async Task<ImmutableArray<NodeInfo>> ListNodes(CancellationToken cancellationToken) =>
        NotEmpty(await Read(NodeMessages.ListNodes, default, null, cancellationToken));

    public async Task<ImmutableArray<AppInfo>> ListApps(CancellationToken cancellationToken)
    {
        var apps = await Read(AppMessages.ListApps, default, null, cancellationToken);
        return [.. apps.Where(a => a.Status != AppStatus.Dropped).OrderBy(a => a.Id)];
    }

    public Task<AppPartitions> QueryConfig(string app, CancellationToken cancellationToken) => QueryConfig(app, [], cancellationToken);

    public async Task<AppPartitions> QueryConfig(string app, IReadOnlyList<int> partitions, CancellationToken cancellationToken)
    {
        var subject = $"table {app}";
        var answer = await Read(PartitionMessages.QueryConfig, new QueryConfigRequest(app, partitions), subject, cancellationToken);
        return PartitionsReply.Of(Site(PartitionMessages.QueryConfig.Name, subject), answer, partitions);
    }

    public async Task<MetaLevel> Level(CancellationToken cancellationToken) =>
        (await route.Ask(MetaMessages.ControlMeta, null, null, OperationEffect.Read, cancellationToken))!.Value;

    public Task<ImmutableArray<LostPartition>> Diagnose(int appId, CancellationToken cancellationToken) =>
        Read(DiagnoseMessages.Diagnose, new Gpid(appId, -1), $"table with the id {appId}", cancellationToken);

    private Task<T> Read<TRequest, T>(RpcMethod<TRequest, Answer<T>> method, TRequest request, string? subject, CancellationToken cancellationToken) =>
        route.Ask(method, request, subject, OperationFacts.OfRpc(method.Name), cancellationToken);

    private static ImmutableArray<NodeInfo> NotEmpty(ImmutableArray<NodeInfo> nodes) =>
        nodes.IsEmpty
            ? throw new UnintelligibleAnswerException(
                Site(NodeMessages.ListNodes.Name), "The meta server that leads lists no replica server at all; it has just begun to lead, or gets no beacons.")
            : nodes;

    private static CallSite Site(string method, string? subject = null) => new(method, "meta server", null, subject);
}
