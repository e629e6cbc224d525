using System.Globalization;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>One table as the answer to <c>/replicas</c>: the meta server's record beside what each replica server says of its own replicas.</summary>
internal static class PartitionReport
{
    /// <param name="held">Open replicas by server; unknown where a server did not answer.</param>
    public static IReadOnlyList<PartitionStatus> Of(TableState table, IReadOnlySet<Server> alive, IReadOnlyDictionary<Server, Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>> held) =>
        [.. table.Partitions.OrderBy(partition => partition.Id.Index).Select(partition => Of(table, partition, alive, held))];

    private static PartitionStatus Of(
        TableState table, PartitionConfig partition, IReadOnlySet<Server> alive, IReadOnlyDictionary<Server, Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>> held)
    {
        var judged = PartitionJudgement.Of(partition, table.App.Replicas, alive, table.MinReplicasToWrite);
        var members = partition.Members.ToHashSet();
        List<string> followers = [.. partition.Secondaries.Select(secondary => Follower(secondary, ReplicaStatus.Secondary))];
        followers.AddRange(held
            .Where(server => partition.MemberCount < table.App.Replicas && !members.Contains(server.Key) && Own(server.Key) is { Status: ReplicaStatus.PotentialSecondary })
            .Select(server => $"{server.Key} (learning)")
            .Order(StringComparer.Ordinal));
        var leads = judged.Primary is { } primary ? Own(primary) : null;
        var notes = new[] { judged.Note(partition, table.App.Replicas), leads is { Status: not ReplicaStatus.Primary } ? $"its primary calls itself {Word(leads.Status)}" : "" };
        return new PartitionStatus(
            partition.Id.Index,
            judged.Health == Health.Healthy && notes[1].Length > 0 ? Health.Degraded : judged.Health,
            judged.Primary?.ToString(),
            followers,
            string.Create(CultureInfo.InvariantCulture, $"ballot {partition.Ballot}, decree {leads?.LastCommittedDecree.ToString(CultureInfo.InvariantCulture) ?? "unknown"}"),
            string.Join(", ", notes.Where(note => note.Length > 0)));

        string Follower(Server server, ReplicaStatus expected)
        {
            if (!alive.Contains(server)) return $"{server} (not alive)";
            return Own(server) is { } own && own.Status != expected ? $"{server} ({Word(own.Status)})" : server.ToString();
        }

        ReplicaInfo? Own(Server server) =>
            held.TryGetValue(server, out var replicas) && replicas.TryGet(out var known) ? known.GetValueOrDefault(partition.Id) : null;
    }

    private static string Word(ReplicaStatus status) => status switch
    {
        ReplicaStatus.PotentialSecondary => "learning",
        ReplicaStatus.PartitionSplit => "splitting",
        _ => status.ToString().ToLowerInvariant(),
    };
}
