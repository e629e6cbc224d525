using System.Text;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>brpc's built-in pages that are open: they need no authentication.</summary>
internal sealed class BuiltinPages(IReadOnlyList<RpcService> services, string version, bool statusEnabled)
{
    /// <summary>Calls under way, by service and method.</summary>
    public CallCounts Calls { get; } = new(services);

    /// <summary>Set once the start is complete; until then <c>/version</c> shows the service classes.</summary>
    public bool VersionKnown { get; set; }

    /// <summary>The page's text; null when the path is no open page.</summary>
    public string? Find(string path) => path switch
    {
        "/health" => "OK",
        "/version" => ShownVersion,
        "/status" when statusEnabled => Status(),
        "/list" or "/protobufs" => string.Concat(services.Select(service => $"{service.FullName}\n")),
        "/brpc_metrics" => $"# HELP process_uptime\n# TYPE process_uptime gauge\n{Calls.Metrics()}",
        _ => null,
    };

    private string ShownVersion => VersionKnown ? version : string.Join('+', services.Select(service => $"openmldb::{service.Name}Impl"));

    private string Status()
    {
        var text = new StringBuilder($"version: {ShownVersion}\nnon_service_error: 0\nconnection_count: 1\nmax_concurrency: unlimited\nconcurrency: 1\n");
        foreach (var service in services)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{service.FullName}\n");
            foreach (var method in service.Methods.Keys.Order(StringComparer.Ordinal))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{method} (...) returns (...)\ncount: 0\nerror: 0\n\n");
            }
        }

        return text.ToString();
    }
}
