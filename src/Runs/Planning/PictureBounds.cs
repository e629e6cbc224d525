namespace Nightshift.Runs.Planning;

/// <summary>Keeps a picture small enough to be journaled and drawn, whatever the size of the cluster.</summary>
internal static class PictureBounds
{
    private const int MostStages = 50;

    /// <param name="stages">In the order of the plan.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static PlanPicture? Of(IReadOnlyList<PictureStage> stages)
    {
        if (stages.Count == 0) return null;
        var left = PlanPicture.MostPartitions;
        var kept = new List<PictureStage>();
        foreach (var stage in stages.Take(MostStages))
        {
            var shown = stage.Partitions.Take(left).ToList();
            left -= shown.Count;
            kept.Add(stage with { Partitions = shown, Nodes = Used(stage.Nodes, shown), MorePartitions = stage.MorePartitions + stage.Partitions.Count - shown.Count });
        }

        return new PlanPicture(kept, stages.Count - kept.Count);
    }

    private static List<string> Used(IReadOnlyList<string> nodes, IReadOnlyList<PicturePartition> partitions)
    {
        var used = partitions.SelectMany(partition => partition.Replicas).Select(replica => replica.Node).ToHashSet(StringComparer.Ordinal);
        return [.. nodes.Where(used.Contains)];
    }
}
