using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

// Pages about tables.
internal sealed partial class MetaPages
{
    private HttpReply App(HttpCall call)
    {
        if (!Knows(call, "name", "detail"))
        {
            return new HttpReply(400, string.Empty);
        }

        var name = call["name"] ?? string.Empty;
        var response = tables.Query(new QueryConfigurationRequest { AppName = name });
        if (!response.Error.IsOk)
        {
            return response.Error == ErrorCode.ObjectNotFound
                ? new HttpReply(404, $"table not found: \"{name}\"")
                : new HttpReply(500, response.Error.Name);
        }

        var json = new JsonObject
        {
            ["general"] = TableJson.Pairs(
                ("app_name", name),
                ("app_id", response.AppId),
                ("partition_count", response.PartitionCount),
                ("max_replica_count", response.Partitions.Count > 0 ? response.Partitions[0].MaxReplicaCount : 0)),
        };
        if (call["detail"] is not null)
        {
            AddDetails(json, response);
        }

        return Ok(json);
    }

    private static void AddDetails(JsonObject json, QueryConfigurationResponse response)
    {
        var health = HealthCounts.Of(response.Partitions);
        json["replicas"] = TableJson.Rows(
            ["pidx", "ballot", "replica_count", "primary", "secondaries"],
            response.Partitions.Select(each => (IReadOnlyList<object>)
            [
                each.Pid.PartitionIndex,
                each.Ballot,
                string.Create(CultureInfo.InvariantCulture, $"{each.ReplicaCount()}/{each.MaxReplicaCount}"),
                each.Primary.IsValid ? each.Primary : "-",
                $"[{string.Join(',', each.Secondaries)}]",
            ]));
        json["nodes"] = TableJson.Rows(["node", "primary", "secondary", "total"], NodeRows(response.Partitions));
        json["healthy"] = TableJson.Pairs(
            ("fully_healthy_partition_count", health.FullyHealthy),
            ("unhealthy_partition_count", response.PartitionCount - health.FullyHealthy),
            ("write_unhealthy_partition_count", health.WriteUnhealthy),
            ("read_unhealthy_partition_count", health.ReadUnhealthy));
    }

    private static IEnumerable<IReadOnlyList<object>> NodeRows(IReadOnlyList<PartitionConfiguration> partitions)
    {
        var nodes = partitions.SelectMany(each => each.Secondaries.Append(each.Primary)).Where(each => each.IsValid).Distinct().Order(AddressOrder.Instance);
        foreach (var node in nodes)
        {
            var primaries = partitions.Count(each => each.IsPrimary(node));
            var secondaries = partitions.Count(each => each.IsSecondary(node));
            yield return [node, primaries, secondaries, primaries + secondaries];
        }

        var allPrimaries = partitions.Count(each => each.Primary.IsValid);
        var allSecondaries = partitions.Sum(each => each.Secondaries.Count);
        yield return ["total", allPrimaries, allSecondaries, allPrimaries + allSecondaries];
    }

    private HttpReply Apps(HttpCall call)
    {
        if (!Knows(call, "detail"))
        {
            return new HttpReply(400, string.Empty);
        }

        var apps = tables.List(new ListAppsRequest { Status = AppStatus.Available }).Infos;
        var json = new JsonObject
        {
            ["general_info"] = TableJson.Rows(
                [
                    "app_id", "status", "app_name", "app_type", "partition_count", "replica_count", "is_stateful", "create_time", "drop_time", "drop_expire",
                    "envs_count",
                ],
                apps.Select(GeneralRow)),
        };
        if (call["detail"] is null || apps.Count == 0)
        {
            json["summary"] = TableJson.Pairs(("total_app_count", apps.Count));
            return Ok(json);
        }

        var health = apps.Select(each => (App: each, Health: HealthCounts.Of(tables.Query(new QueryConfigurationRequest { AppName = each.AppName }).Partitions))).ToList();
        json["healthy_info"] = TableJson.Rows(
            ["app_id", "app_name", "partition_count", "fully_healthy", "unhealthy", "write_unhealthy", "read_unhealthy"],
            health.Select(each => (IReadOnlyList<object>)
            [
                each.App.AppId,
                each.App.AppName,
                each.App.PartitionCount,
                each.Health.FullyHealthy,
                each.App.PartitionCount - each.Health.FullyHealthy,
                each.Health.WriteUnhealthy,
                each.Health.ReadUnhealthy,
            ]));
        json["summary"] = TableJson.Pairs(
            ("total_app_count", apps.Count),
            ("fully_healthy_app_count", health.Count(each => each.Health.FullyHealthy == each.App.PartitionCount)),
            ("unhealthy_app_count", health.Count(each => each.Health.FullyHealthy != each.App.PartitionCount)),
            ("write_unhealthy_app_count", health.Count(each => each.Health.WriteUnhealthy > 0)),
            ("read_unhealthy_app_count", health.Count(each => each.Health.ReadUnhealthy > 0)));
        return Ok(json);
    }

    private static IReadOnlyList<object> GeneralRow(AppInfo app) =>
    [
        app.AppId,
        app.Status.ToString().ToUpperInvariant(),
        app.AppName,
        app.AppType,
        app.PartitionCount,
        app.MaxReplicaCount,
        app.IsStateful ? "true" : "false",
        app.CreateSecond > 0
            ? DateTimeOffset.FromUnixTimeSeconds(app.CreateSecond).ToLocalTime().ToString("yyyy-MM-dd_HH:mm:ss", CultureInfo.InvariantCulture)
            : "-",
        "-",
        "-",
        app.Envs.Count,
    ];
}
