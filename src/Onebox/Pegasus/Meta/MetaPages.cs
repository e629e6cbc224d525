using System.Text.Json.Nodes;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// What a meta server answers to HTTP below <c>/meta</c> (<c>src/meta/meta_http_service.cpp</c>). The leader does not wait until it has loaded the
/// state: it may show an empty cluster.
/// </summary>
internal sealed partial class MetaPages(
    MetaEnvironment environment, Leadership leadership, ClusterState cluster, FailureDetector detector, Tables tables, ClusterInfo clusterInfo)
{
    public ValueTask<HttpReply> AnswerAsync(HttpCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Func<HttpCall, HttpReply>? page = call.Path.Trim('/') switch
        {
            "metrics" => Metrics,
            "meta/cluster" => _ => Ok(TableJson.Pairs(clusterInfo.Pairs().Select(each => (each.Key, (object)each.Value)))),
            "meta/nodes" => Nodes,
            "meta/apps" => Apps,
            "meta/app" => App,
            _ => null,
        };
        return page is null ? environment.CommonPages(call)
            : leadership.Leads || page == Metrics ? ValueTask.FromResult(page(call))
            : ValueTask.FromResult(Elsewhere(call));
    }

    private static HttpReply Ok(JsonObject table) => new(200, TableJson.Print(table));

    private static bool Knows(HttpCall call, params ReadOnlySpan<string> names)
    {
        foreach (var (key, _) in call.Query)
        {
            if (!names.Contains(key))
            {
                return false;
            }
        }

        return true;
    }

    private HttpReply Elsewhere(HttpCall call)
    {
        var query = string.Join('&', call.Query.Select(each => $"{each.Key}={each.Value}"));
        return new HttpReply(307, string.Empty, Location: $"http://{leadership.Leader}/{call.Path.Trim('/')}{(query.Length > 0 ? "?" + query : query)}");
    }

    private HttpReply Nodes(HttpCall call)
    {
        if (!Knows(call, "detail"))
        {
            return new HttpReply(400, string.Empty);
        }

        lock (cluster.Gate)
        {
            var nodes = detector.Alive.Select(each => (Node: each, Status: "ALIVE")).Concat(detector.Dead.Select(each => (Node: each, Status: "UNALIVE")))
                .OrderBy(each => each.Node, AddressOrder.Instance).ToList();
            var partitions = cluster.Existing.Values.Where(each => each.Info.Status == AppStatus.Available).SelectMany(each => each.Partitions).ToList();
            var details = call["detail"] is null
                ? TableJson.Rows(["address", "status"], nodes.Select(each => (IReadOnlyList<object>)[each.Node, each.Status]))
                : TableJson.Rows(
                    ["address", "status", "replica_count", "primary_count", "secondary_count"],
                    nodes.Select(each => Row(each.Node, each.Status, partitions)));
            return Ok(new JsonObject
            {
                ["details"] = details,
                ["summary"] = TableJson.Pairs(
                    ("total_node_count", nodes.Count), ("alive_node_count", detector.Alive.Count), ("unalive_node_count", detector.Dead.Count)),
            });
        }

        static IReadOnlyList<object> Row(NodeAddress node, string status, List<PartitionConfiguration> partitions)
        {
            var primaries = partitions.Count(each => each.IsPrimary(node));
            var secondaries = partitions.Count(each => each.IsSecondary(node));
            return [node, status, primaries + secondaries, primaries, secondaries];
        }
    }

    /// <summary>Master's metrics that tell of nodes; 2.5 has none of them. <c>metrics=</c> chooses by name.</summary>
    private HttpReply Metrics(HttpCall call)
    {
        lock (cluster.Gate)
        {
            var wanted = call["metrics"]?.Split(',', StringSplitOptions.RemoveEmptyEntries);
            (string Name, int Value)[] all = [("alive_replica_servers", detector.Alive.Count), ("unalive_replica_servers", detector.Dead.Count)];
            var metrics = all.Where(each => wanted is null || wanted.Contains(each.Name)).ToArray();
            var json = new JsonObject
            {
                ["cluster"] = clusterInfo.ClusterName,
                ["role"] = "meta",
                ["host"] = leadership.Me.Name.Host,
                ["port"] = leadership.Me.Ip.Port,
                ["timestamp_ns"] = environment.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000,
                ["entities"] = new JsonArray(),
            };
            if (environment.Generation == WireGeneration.HostPort && metrics.Length > 0)
            {
                json["entities"]!.AsArray().Add((JsonNode)new JsonObject
                {
                    ["type"] = "server",
                    ["id"] = "meta",
                    ["attributes"] = new JsonObject(),
                    ["metrics"] = new JsonArray([.. metrics.Select(each => (JsonNode)new JsonObject { ["name"] = each.Name, ["value"] = each.Value })]),
                });
            }

            return new HttpReply(200, json.ToJsonString());
        }
    }
}
