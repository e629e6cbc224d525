using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Client;

/// <summary>The keys of RPC_CM_CLUSTER_INFO as facts. Pure.</summary>
internal static class ClusterInfoReply
{
    public static ClusterInfo Of(CallSite call, ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
            all[key] = value;
        return new ClusterInfo(
            [.. Field("meta_servers").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Address)],
            Address(Field("primary_meta_server")),
            Field("zookeeper_root"),
            LevelOf(Field("meta_function_level")),
            all.GetValueOrDefault("cluster_name"),
            all);

        string Field(string key) =>
            all.GetValueOrDefault(key) ?? throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} without {key}.");

        Endpoint Address(string text) => Endpoint.TryParse(text, out var endpoint)
            ? endpoint
            : throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with \"{Printable.Of(text)}\", which is no address.");

        MetaLevel LevelOf(string text) => text switch
        {
            "stopped" => MetaLevel.Stopped,
            "blind" => MetaLevel.Blind,
            "freezed" => MetaLevel.Freezed,
            "steady" => MetaLevel.Steady,
            "lively" => MetaLevel.Lively,
            _ => throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with the level \"{Printable.Of(text)}\"."),
        };
    }
}
