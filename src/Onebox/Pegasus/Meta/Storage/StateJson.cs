using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary>
/// Tables and partitions as ZooKeeper holds them (<c>src/common/json_helper.h</c>): states as <c>app_status::AS_..</c>, truth values as 0 and
/// 1, no server as <c>invalid address</c>; master adds <c>hp_primary</c>, <c>hp_secondaries</c>, <c>hp_last_drops</c>.
/// </summary>
internal static class StateJson
{
    private const string StatusPrefix = "app_status::AS_";

    /// <param name="status">Stored is what the table is to be: available or dropped.</param>
    public static byte[] Write(AppInfo info, AppStatus status) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["status"] = StatusText(status),
        ["app_type"] = info.AppType,
        ["app_name"] = info.AppName,
        ["app_id"] = info.AppId,
        ["partition_count"] = info.PartitionCount,
        ["envs"] = new JsonObject(info.Envs.Select(each => KeyValuePair.Create<string, JsonNode?>(each.Key, each.Value))),
        ["is_stateful"] = info.IsStateful ? 1 : 0,
        ["max_replica_count"] = info.MaxReplicaCount,
        ["expire_second"] = info.ExpireSecond,
        ["create_second"] = info.CreateSecond,
        ["drop_second"] = info.DropSecond,
        ["duplicating"] = info.Duplicating == true ? 1 : 0,
        ["init_partition_count"] = info.InitPartitionCount,
        ["is_bulk_loading"] = info.IsBulkLoading == true ? 1 : 0,
    });

    public static byte[] Write(PartitionConfiguration partition, WireGeneration generation)
    {
        var json = new JsonObject
        {
            ["pid"] = partition.Pid.ToString(),
            ["ballot"] = partition.Ballot,
            ["max_replica_count"] = partition.MaxReplicaCount,
            ["primary"] = partition.Primary.Ip.ToString(),
            ["secondaries"] = List(partition.Secondaries, each => each.Ip.ToString()),
            ["last_drops"] = List(partition.LastDrops, each => each.Ip.ToString()),
            ["last_committed_decree"] = partition.LastCommittedDecree,
            ["partition_flags"] = partition.Flags,
        };
        if (generation == WireGeneration.HostPort)
        {
            json["hp_primary"] = partition.Primary.Name.ToString();
            json["hp_secondaries"] = List(partition.Secondaries, each => each.Name.ToString());
            json["hp_last_drops"] = List(partition.LastDrops, each => each.Name.ToString());
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    /// <exception cref="InvalidDataException">It is no table.</exception>
    public static AppInfo ReadApp(byte[] bytes) => Read(bytes, json => new AppInfo
    {
        Status = Status((string?)json["status"]),
        AppType = Need(json, "app_type").GetValue<string>(),
        AppName = Need(json, "app_name").GetValue<string>(),
        AppId = (int)Need(json, "app_id"),
        PartitionCount = (int)Need(json, "partition_count"),
        Envs = ((JsonObject)Need(json, "envs")).ToDictionary(each => each.Key, each => (string)each.Value!, StringComparer.Ordinal),
        IsStateful = (int)Need(json, "is_stateful") != 0,
        MaxReplicaCount = (int)Need(json, "max_replica_count"),
        ExpireSecond = (long?)json["expire_second"] ?? 0,
        CreateSecond = (long?)json["create_second"] ?? 0,
        DropSecond = (long?)json["drop_second"] ?? 0,
        Duplicating = (int?)json["duplicating"] == 1 ? true : null,
        InitPartitionCount = (int?)json["init_partition_count"] ?? -1,
        IsBulkLoading = (int?)json["is_bulk_loading"] == 1 ? true : null,
    });

    /// <summary>A partition. In master the names are read where they are there; JSON of 2.5 lacks them.</summary>
    /// <exception cref="InvalidDataException">It is no partition.</exception>
    public static PartitionConfiguration ReadPartition(byte[] bytes, WireGeneration generation) => Read(bytes, json =>
    {
        var named = generation == WireGeneration.HostPort;
        return new PartitionConfiguration
        {
            Pid = Gpid.TryParse(Need(json, "pid").GetValue<string>(), out var pid) ? pid : throw new InvalidDataException("pid"),
            Ballot = (long)Need(json, "ballot"),
            MaxReplicaCount = (int)Need(json, "max_replica_count"),
            Primary = Node(Need(json, "primary").GetValue<string>(), named ? (string?)json["hp_primary"] : null),
            Secondaries = Nodes(Need(json, "secondaries"), named ? json["hp_secondaries"] : null),
            LastDrops = Nodes(Need(json, "last_drops"), named ? json["hp_last_drops"] : null),
            LastCommittedDecree = (long)Need(json, "last_committed_decree"),
            Flags = (int?)json["partition_flags"] ?? 0,
        };
    });

    private static JsonNode Need(JsonNode json, string name) => json[name] ?? throw new InvalidDataException($"no {name}");

    private static string StatusText(AppStatus status) => StatusPrefix + status.ToString().ToUpperInvariant();

    private static AppStatus Status(string? text)
        => text is not null && text.StartsWith(StatusPrefix, StringComparison.Ordinal) && Enum.TryParse<AppStatus>(text.AsSpan(StatusPrefix.Length), ignoreCase: true, out var status)
            ? status
            : throw new InvalidDataException($"status '{text}'");

    private static JsonArray List(IReadOnlyList<NodeAddress> nodes, Func<NodeAddress, string> text)
        => [.. nodes.Select(each => (JsonNode?)text(each))];

    private static NodeAddress Node(string ip, string? name)
    {
        var address = RpcAddress.Parse(ip);
        return name is null ? NodeAddress.Of(address) : new NodeAddress(address, HostPort.Parse(name));
    }

    private static IReadOnlyList<NodeAddress> Nodes(JsonNode ips, JsonNode? names)
        => [.. ((JsonArray)ips).Select((ip, index) => Node((string)ip!, (string?)names?[index]))];

    private static T Read<T>(byte[] bytes, Func<JsonNode, T> read)
    {
        try
        {
            return read(JsonNode.Parse(bytes) ?? throw new InvalidDataException("null"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or InvalidCastException or FormatException)
        {
            throw new InvalidDataException($"stored state cannot be read: {error.Message}", error);
        }
    }
}
