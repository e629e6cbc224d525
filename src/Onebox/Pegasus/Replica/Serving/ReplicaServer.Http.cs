using System.Globalization;
using Nightshift.Onebox.Pegasus.Hosting;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>The HTTP pages, which answer from the first moment on.</summary>
internal sealed partial class ReplicaServer
{
    /// <summary>Flags that <c>/updateConfig</c> may change (<c>FT_MUTABLE</c>), with their section.</summary>
    private static readonly Dictionary<string, string> MutableFlags = new(StringComparer.Ordinal)
    {
        ["config_sync_interval_ms"] = "replication",
        ["replicas_stat_interval_ms"] = "replication",
        ["max_copy_rate_megabytes_per_disk"] = "nfs",
        ["max_send_rate_megabytes_per_disk"] = "nfs",
        ["mandatory_auth"] = "security",
    };

    private ValueTask<HttpReply> AnswerAsync(HttpCall call) => ValueTask.FromResult(call.Path switch
    {
        "/metrics" => MetricsPage(call),
        "/perfCounter" => CounterPage(call),
        _ => CommonPages.Answer(call, Identity, Options.Ini, MutableFlags),
    });

    private HttpReply CounterPage(HttpCall call)
    {
        if (call.Query.Any(each => each.Key != "name")) return new HttpReply(400, "");
        if (PerfCounters().FirstOrDefault(each => each.Name == call["name"]) is not { } counter) return new HttpReply(200, "{}\n");
        return new HttpReply(200, CommonPages.Row(
        [
            new("name", counter.Name),
            new("value", counter.Value.ToString("0.00", CultureInfo.InvariantCulture)),
            new("type", counter.Type),
            new("description", counter.Description),
        ]));
    }

    private HttpReply MetricsPage(HttpCall call)
    {
        var names = call["metrics"]?.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new HttpReply(200, CommonPages.Metrics(
            Options.ClusterName, "replica", Self, Time, [.. Metrics().Where(each => names is null || names.Contains(each.Key))]));
    }
}
