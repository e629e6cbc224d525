using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>What is at stake while one replica server is away, for a plan.</summary>
internal static class SurveyPlan
{
    public static void Describe(PlanBuilder plan, ClusterSnapshot snapshot, Endpoint server)
    {
        if (snapshot.Nodes.All(node => node.Server.Name != server) || snapshot.Tables.Any(table => !table.MinReplicasToWrite.IsKnown)) return;
        var survey = Surveyor.Survey(snapshot, server);
        plan.Describe($"replica server {server} is primary of {survey.Led.Count()} of its {survey.Partitions.Count} partitions, {survey.Thin.Count()} of which cannot spare it");
        foreach (var table in survey.Partitions.GroupBy(partition => partition.Partition.Table).OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            plan.Impact(new PlanImpact(
                table.Key,
                LeadersMoved: table.Count(partition => partition is { Led: true, Alone: false }),
                PartitionsAway: table.Count(partition => partition.Alone),
                ReplicasAway: table.Count(partition => !partition.Alone)));
            var alone = table.Count(partition => partition.Alone);
            if (alone > 0) plan.Risk(RiskTier.Elevated, $"{Partitions(alone)} of table {table.Key} {(alone == 1 ? "exists" : "exist")} only on {server}, away while it is");
            var thin = table.Count(partition => partition is { Thin: true, Alone: false });
            if (thin > 0) plan.Risk(RiskTier.Elevated, $"{Partitions(thin)} of table {table.Key} {(thin == 1 ? "has" : "have")} fewer replicas in sync than are asked for while {server} is away");
        }

        if (survey.Partitions.Count > 0) plan.Picture(Picture(survey, snapshot));
    }

    private static PictureStage Picture(ServerSurvey survey, ClusterSnapshot snapshot)
    {
        var configs = LedPartitions.All(snapshot).ToDictionary(partition => partition.Key, partition => partition.Value);
        var movable = survey.Led.Where(partition => !partition.Alone)
            .Select(partition => new Movable(partition.Partition.Id, [.. configs[partition.Partition].Secondaries.Select(secondary => secondary.Name)]));
        var targets = PrimaryPlanner.Plan(movable, LedPartitions.Counts(snapshot));
        return new PictureStage(
            survey.Server.ToString(),
            [.. snapshot.Nodes.Select(node => node.Server.Name.ToString()).Order(StringComparer.Ordinal)],
            [.. from partition in survey.Partitions.Take(PlanPicture.MostPartitions)
                select new PicturePartition(
                    partition.Partition.Table,
                    $"{partition.Partition.Id.Index}",
                    [.. from member in configs[partition.Partition].Members
                        select new PictureReplica(
                            member.ToString(),
                            member == configs[partition.Partition].Primary ? PictureRole.Leader : PictureRole.Follower,
                            member.Name != survey.Server ? PictureFate.Stays : partition.Alone ? PictureFate.NotServed : PictureFate.Away)],
                    targets.TryGetValue(partition.Partition.Id, out var to) ? to.ToString() : null)],
            Math.Max(0, survey.Partitions.Count - PlanPicture.MostPartitions));
    }

    private static string Partitions(int count) => count == 1 ? "1 partition" : $"{count} partitions";
}
