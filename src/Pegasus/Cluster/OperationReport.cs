using System.Globalization;
using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>
/// What goes on in a cluster, as far as it tells: what the balancer would do or does, partitions that are being healed, learners. There is no list of operations to read:
/// queued proposals and what was done before are in the leader's memory alone.
/// </summary>
internal static class OperationReport
{
    public const string Unseen = "Pegasus keeps no record of operations that ended, and tells nobody of proposals that wait for its next round";

    private const string Counts = "balance_operation_count";

    /// <param name="learners">Replicas that are learning, each with its server.</param>
    /// <param name="silent">Servers that did not tell of their learners, each with the reason.</param>
    public static IReadOnlyList<OperationStatus> Of(
        ClusterSnapshot snapshot, IReadOnlyList<(Server Server, ReplicaInfo Replica)> learners, IReadOnlyList<(Server Server, string Reason)> silent, string? filter)
    {
        var names = snapshot.Tables.ToDictionary(table => table.App.Id, table => table.App.Name);
        List<OperationStatus> all = [.. Balancing(snapshot), .. Healing(snapshot), .. learners.Select(Learning), .. silent.Select(Silence)];
        return [.. all.Where(status => filter is null || Matches(status, filter))];

        OperationStatus Learning((Server Server, ReplicaInfo Replica) learner) => new(
            learner.Replica.Id.ToString(), "learn", $"{names.GetValueOrDefault(learner.Replica.Id.AppId, "a table that was dropped")} on {learner.Server}", "doing",
            string.Create(CultureInfo.InvariantCulture, $"has decree {learner.Replica.LastCommittedDecree}"), null, null);
    }

    private static OperationStatus Silence((Server Server, string Reason) server) =>
        new("", "learn", $"on {server.Server}", "unknown", server.Reason, null, null);

    /// <summary><c>move_pri=0,copy_pri=0,copy_sec=0,total=0</c> up to 2.5, later an object with the same names.</summary>
    private static IEnumerable<OperationStatus> Balancing(ClusterSnapshot snapshot)
    {
        if (!snapshot.Info.All.TryGetValue(Counts, out var text)) yield break;
        var state = snapshot.Info.Level >= MetaLevel.Lively ? "doing" : "counted only";
        foreach (var (type, count) in Pairs(text).Where(pair => pair.Type != "total" && pair.Count != "0"))
            yield return new OperationStatus("", type, "cluster", state, $"{count} to balance", null, null);
    }

    private static IEnumerable<OperationStatus> Healing(ClusterSnapshot snapshot)
    {
        var alive = snapshot.Alive();
        foreach (var table in snapshot.Served())
        {
            foreach (var partition in table.Partitions)
            {
                var judged = PartitionJudgement.Of(partition, table.App.Replicas, alive, table.MinReplicasToWrite);
                if (judged.Health == Health.Healthy) continue;
                yield return new OperationStatus(
                    partition.Id.ToString(), judged.Primary is null ? "elect" : "add secondary", table.App.Name, snapshot.Info.Level > MetaLevel.Freezed ? "pending" : "frozen",
                    judged.Note(partition, table.App.Replicas), null, null);
            }
        }
    }

    private static IEnumerable<(string Type, string Count)> Pairs(string text)
    {
        if (!text.TrimStart().StartsWith('{'))
            return text.Split(',').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0].Trim(), pair[1].Trim()));
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateObject().Select(pair => (pair.Name, pair.Value.ToString()))];
        }
        catch (JsonException)
        {
            return [("balance", text)];
        }
    }

    private static bool Matches(OperationStatus status, string filter) =>
        new[] { status.Id, status.Type, status.Subject, status.State, status.Task }.Any(column => column.Contains(filter, StringComparison.OrdinalIgnoreCase));
}
