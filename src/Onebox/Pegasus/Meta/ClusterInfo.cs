using System.Globalization;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>What the leader says about the cluster as a whole (<c>on_query_cluster_info</c>).</summary>
internal sealed class ClusterInfo(ClusterState cluster, MetaOptions options, LevelRules level, Balancer balancer, Leadership leadership, WireGeneration generation)
{
    public string ClusterName => options.ClusterName;

    /// <summary>Keys and values in upstream's order, without the name of the cluster, which HTTP does not tell.</summary>
    public IReadOnlyList<(string Key, string Value)> Pairs()
    {
        lock (cluster.Gate)
        {
            var (primaries, total) = Deviations();
            return
            [
                ("meta_servers", options.ServerList.Replace(" ", string.Empty, StringComparison.Ordinal)),
                ("primary_meta_server", leadership.Me.ToString()),
                ("zookeeper_hosts", options.ZooKeeperHosts),
                ("zookeeper_root", options.ClusterRoot),
                ("meta_function_level", level.Effective.ToString().ToLowerInvariant()),
                ("balance_operation_count", BalanceOperationCount(["detail"])),
                ("primary_replica_count_stddev", primaries.ToString("F2", CultureInfo.InvariantCulture)),
                ("total_replica_count_stddev", total.ToString("F2", CultureInfo.InvariantCulture)),
            ];
        }
    }

    /// <summary>The reply of <c>meta.lb.get_balance_operation_count</c>.</summary>
    public string BalanceOperationCount(IReadOnlyList<string> arguments)
    {
        var (move, copyPrimary, copySecondary) = balancer.Counts;
        var all = move + copyPrimary + copySecondary;
        var what = arguments.Count == 0 ? "total" : arguments[0];
        return generation == WireGeneration.HostPort
            ? Json(arguments.Count > 1 ? string.Empty : what, move, copyPrimary, copySecondary, all)
            : what switch
            {
                "total" => $"total={all}",
                "move_pri" => $"move_pri={move}",
                "copy_pri" => $"copy_pri={copyPrimary}",
                "copy_sec" => $"copy_sec={copySecondary}",
                "detail" => $"move_pri={move},copy_pri={copyPrimary},copy_sec={copySecondary},total={all}",
                _ => "ERR: invalid arguments",
            };
    }

    private static string Json(string what, int move, int copyPrimary, int copySecondary, int all) => what switch
    {
        "total" => CommandJson.Dump(("total", all)),
        "move_pri" => CommandJson.Dump(("move_pri", move)),
        "copy_pri" => CommandJson.Dump(("copy_pri", copyPrimary)),
        "copy_sec" => CommandJson.Dump(("copy_sec", copySecondary)),
        "detail" => CommandJson.Dump(("move_pri", move), ("copy_pri", copyPrimary), ("copy_sec", copySecondary), ("total", all)),
        _ => CommandJson.Dump(("error", "invalid arguments")),
    };

    /// <summary>Over the alive nodes that hold anything; a sample's deviation when a dead one holds something too (<c>utils::mean_stddev</c>).</summary>
    private (double Primaries, double Total) Deviations()
    {
        var holding = cluster.Nodes.Values.Where(each => each.IsAlive && each.PartitionCount > 0).ToList();
        var dead = cluster.Nodes.Values.Where(each => !each.IsAlive).ToList();
        return holding.Count <= 1
            ? (0, 0)
            : (Deviation([.. holding.Select(each => each.PrimaryCount)], dead.Any(each => each.PrimaryCount > 0)),
                Deviation([.. holding.Select(each => each.PartitionCount)], dead.Any(each => each.PartitionCount > 0)));
    }

    private static double Deviation(IReadOnlyList<int> counts, bool sample)
    {
        var mean = counts.Average();
        return Math.Sqrt(counts.Sum(each => (each - mean) * (each - mean)) / (sample ? counts.Count - 1 : counts.Count));
    }
}
