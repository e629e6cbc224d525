using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Deployment.Cluster;

/// <summary>
/// <c>auto_failover</c> switched off for a repair. The wish to have it on again is kept in a file first, so that an interrupted repair
/// is put right by the next one.
/// </summary>
internal sealed class FailoverHold(OneboxDescription box, ClusterApi cluster)
{
    private string Note => Path.Combine(box.Directory, ".auto_failover");

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var conf = (await cluster.NameserverAsync("ConfGet", [], cancellationToken))["conf"];
        if (Value(conf) != "true") return;
        await File.WriteAllTextAsync(Note, "true", cancellationToken);
        await SetAsync("false", cancellationToken);
    }

    public async Task ReleaseLeftOverAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Note)) return;
        await SetAsync("true", cancellationToken);
        File.Delete(Note);
    }

    private Task<JsonObject> SetAsync(string value, CancellationToken cancellationToken) => cluster.NameserverAsync("ConfSet",
        new JsonObject { ["conf"] = new JsonObject { ["key"] = "auto_failover", ["value"] = value } }, cancellationToken);

    /// <summary>brpc prints repeated key/value pairs as an object; older servers as a list.</summary>
    public static string? Value(JsonNode? conf) => conf switch
    {
        JsonObject map => (string?)map["auto_failover"],
        JsonArray list => (string?)list.FirstOrDefault(pair => (string?)pair!["key"] == "auto_failover")?["value"],
        _ => null,
    };
}
