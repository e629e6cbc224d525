using System.Text.Json;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Planning;

/// <summary>
/// What an approval is bound to: sources, options, digests, steps, holds, risks, what becomes unavailable, and the fingerprint. Not the
/// expected time and not the bytes, which change from moment to moment without making it another plan.
/// </summary>
internal static class PlanHash
{
    public static string Of(RunRequest request, Plan plan) => JournalChain.Sha256(JsonSerializer.Serialize(
        new
        {
            request.Cluster,
            request.Command,
            request.Playbook,
            request.Options,
            request.BreakGlass,
            Sources = request.Sources.OrderBy(source => source.Path, StringComparer.Ordinal).Select(source => new { source.Path, source.Text }),
            plan.Steps,
            Impacts = plan.Impacts.Select(impact => impact with { Bytes = null }),
            plan.Holds,
            Digests = Sorted(plan.Digests),
            plan.Risks,
            plan.Obstacles,
            Facts = Sorted(plan.Fingerprint.Facts),
        },
        RunJson.Options));

    private static IEnumerable<string[]> Sorted(IReadOnlyDictionary<string, string> facts) =>
        facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => new[] { fact.Key, fact.Value });
}
