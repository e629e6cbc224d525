using System.Text.Json;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>The sources that a stored journal names, read without trusting it: a payload that is no request names none.</summary>
internal static class StoredSources
{
    public static IReadOnlyList<RequestedSource> Of(IEnumerable<StoredEvent> events) =>
        [.. events.Where(row => row.Kind == "requested").SelectMany(row => Of(row.Payload))];

    private static IReadOnlyList<RequestedSource> Of(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<Requested>(payload, RunJson.Options)?.Sources ?? [];
        }
        catch (JsonException)
        {
            // The check of the hashes tells.
            return [];
        }
    }
}
