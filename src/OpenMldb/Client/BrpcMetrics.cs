using System.Globalization;
using System.Text.RegularExpressions;

namespace Nightshift.OpenMldb.Client;

/// <summary>
/// Reads brpc's <c>/brpc_metrics</c>: per method <c>rpc_server_PORT_openmldb_api_tablet_server_METHOD_concurrency N</c>, the calls of it that have been taken up
/// and not been answered yet (<c>brpc/details/method_status.cpp</c>: counted before the method runs, taken off after its answer), and <c>…_METHOD_count N</c>,
/// those that this process has answered.
/// </summary>
internal static partial class BrpcMetrics
{
    /// <summary>Calls under way on a tablet that may append to a log: Put, Delete, BulkLoad. Null when the page does not tell.</summary>
    public static int? WritesUnderWay(string page)
    {
        int? puts = null, deletes = null;
        var loads = 0;
        foreach (Match match in Concurrency().Matches(page))
        {
            if (!int.TryParse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var calls)) return null;
            switch (match.Groups["method"].Value)
            {
                case "put":
                    puts = (puts ?? 0) + calls;
                    break;
                case "delete":
                    deletes = (deletes ?? 0) + calls;
                    break;
                default:
                    loads += calls;
                    break;
            }
        }

        return puts + deletes + loads;
    }

    /// <summary>How often the tasks of a tablet were told. Null when the page does not tell.</summary>
    public static long? TasksTold(string page) =>
        TaskStatusCount().Match(page) is { Success: true } found
        && long.TryParse(found.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;

    [GeneratedRegex(@"^\w*tablet_server_get_task_status_count\s+(?<n>\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex TaskStatusCount();

    [GeneratedRegex(@"^\w*tablet_server_(?<method>put|delete|bulk_load)_concurrency\s+(?<n>\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Concurrency();
}
