using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus;

/// <summary>The answer to <c>/status</c> while no meta server leads: what each server says of itself, and that nobody knows of partitions.</summary>
internal static class LeaderlessReport
{
    public static ClusterStatus Of(
        string cluster, IReadOnlyList<MetaStanding> metas, IReadOnlyList<Endpoint> replicas, IReadOnlyDictionary<Endpoint, Reading<ServerInfo>> processes, IReadOnlyList<NodeStatus> collectors)
    {
        List<NodeStatus> nodes = [.. metas.Select(meta => StatusReport.Meta(meta, processes)), .. replicas.Order().Select(server => Replica(server, processes)), .. collectors];
        var health = metas.All(meta => meta.Role == MetaRole.Unreachable) ? Health.Down : Health.Unknown;
        return new ClusterStatus(cluster, PegasusKind.KindName, health, nodes, new Dictionary<string, string>(), Summary(metas));
    }

    private static string Summary(IReadOnlyList<MetaStanding> metas)
    {
        var roles = metas.GroupBy(meta => meta.Role).OrderBy(role => role.Key).Select(role => $"{role.Count()} {Words(role.Key)}");
        return $"no meta server leads ({string.Join(", ", roles)}): nobody can tell of tables and partitions, and a partition that loses its primary gets no other";
    }

    private static string Words(MetaRole role) => role switch
    {
        MetaRole.Leader => "leading by now",
        MetaRole.Standby => "standby",
        MetaRole.Loading => "elected and reading its state",
        MetaRole.Recovering => "in recovery mode",
        _ => "not answering",
    };

    private static NodeStatus Replica(Endpoint server, IReadOnlyDictionary<Endpoint, Reading<ServerInfo>> processes)
    {
        var process = processes.TryGetValue(server, out var read) ? read : Reading<ServerInfo>.Unknown("it was not asked");
        return process.TryGet(out var info)
            ? new NodeStatus(StatusReport.ReplicaServer, server.ToString(), Health.Unknown, info.Version, $"answers, since {info.Started}; what it serves no meta server tells")
            : new NodeStatus(StatusReport.ReplicaServer, server.ToString(), Health.Unknown, null, process.Reason!);
    }
}
