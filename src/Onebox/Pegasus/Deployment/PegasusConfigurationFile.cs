using System.Globalization;
using System.Text;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>The contents of a server's <c>config.ini</c>: what upstream's template has that means something here, and the box's own times.</summary>
internal static class PegasusConfigurationFile
{
    public static string Of(PegasusDescription box, OneboxComponent node)
    {
        var values = new OrderedDictionary<(string Section, string Key), string>();
        foreach (var (section, key, value) in Common(box, node)) values[(section, key)] = value;
        foreach (var (key, value) in PegasusTiming.Of(box.Timing)) values[key] = value;
        foreach (var (key, value) in box.Settings) values[(key[..key.LastIndexOf('.')], key[(key.LastIndexOf('.') + 1)..])] = value;

        var text = new StringBuilder();
        foreach (var section in values.GroupBy(value => value.Key.Section))
        {
            text.Append(CultureInfo.InvariantCulture, $"[{section.Key}]\n");
            foreach (var ((_, key), value) in section) text.Append(CultureInfo.InvariantCulture, $"  {key} = {value}\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    public static string ZooKeeper(PegasusDescription box, OneboxComponent node) =>
        $"""
        tickTime={TimingProfile.Milliseconds(PegasusTiming.ZooKeeperTick(box.Timing))}
        dataDir=./data
        clientPort={node.Port()}
        clientPortAddress=127.0.0.1
        maxSessionTimeout=60000

        """;

    private static IEnumerable<(string Section, string Key, string Value)> Common(PegasusDescription box, OneboxComponent node)
    {
        var root = $"/pegasus/{box.ClusterName}";
        yield return ($"apps.{node.Component}", "type", node.Component);
        yield return ($"apps.{node.Component}", "name", node.Component);
        yield return ($"apps.{node.Component}", "ports", node.Port().ToString(CultureInfo.InvariantCulture));
        yield return ($"apps.{node.Component}", "run", "true");
        yield return ("core", "data_dir", "./data");
        yield return ("network", "primary_interface", "lo");
        yield return ("meta_server", "server_list", box.Metas);
        yield return ("meta_server", "cluster_root", root);
        yield return ("meta_server", "distributed_lock_service_type", "distributed_lock_service_zookeeper");
        yield return ("meta_server", "distributed_lock_service_parameters", $"{root}/lock");
        yield return ("meta_server", "meta_state_service_type", "meta_state_service_zookeeper");
        yield return ("meta_server", "node_live_percentage_threshold_for_update", "50");
        yield return ("meta_server", "min_live_node_count_for_unfreeze", "3");
        yield return ("meta_server", "meta_function_level_on_start", "steady");
        yield return ("meta_server", "add_secondary_enable_flow_control", "true");
        yield return ("meta_server", "add_secondary_max_count_for_one_node", "20");
        yield return ("meta_server", "max_succssive_unstable_restart", "5");
        yield return ("meta_server", "max_replicas_in_group", "3");
        yield return ("meta_server", "max_reserved_dropped_replicas", "0");
        yield return ("replication", "cluster_name", box.ClusterName);
        yield return ("replication", "mutation_2pc_min_replica_count", "2");
        yield return ("replication", "prepare_timeout_ms_for_secondaries", "3000");
        yield return ("replication", "prepare_timeout_ms_for_potential_secondaries", "5000");
        yield return ("replication", "staleness_for_commit", "20");
        yield return ("replication", "max_mutation_count_in_prepare_list", "110");
        yield return ("replication", "learn_app_max_concurrent_count", "5");
        yield return ("replication", "log_private_reserve_max_size_mb", "1000");
        yield return ("replication", "log_private_reserve_max_time_seconds", "36000");
        yield return ("pegasus.collector", "available_detect_app", "temp");
        yield return ("pegasus.collector", "available_detect_interval_seconds", "3");
        yield return ("pegasus.clusters", box.ClusterName, box.Metas);
        yield return ("zookeeper", "hosts_list", box.ZooKeeper);
        if (box.Generation is { } generation) yield return ("onebox", "generation", generation);
    }
}
