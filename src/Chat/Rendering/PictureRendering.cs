using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>The picture of a plan as text: a grid where it fits on a terminal, else sentences with the same content.</summary>
public static class PictureRendering
{
    public const string Legend = "n follows, n* leads, n*→x hands the lead over to x, →n* takes the lead, +n added for the time, n! NOT SERVED";
    private const int MostColumns = 6;
    private const int Widest = 150;
    private const int MostInOneCell = 12;

    public static IEnumerable<string> Lines(PlanPicture picture)
    {
        yield return $"picture ({Legend}):";
        foreach (var stage in picture.Stages)
        {
            yield return $"  {Title(stage)}";
            foreach (var line in Grid(stage) ?? Sentences(stage)) yield return $"    {line}";
            if (stage.MorePartitions > 0) yield return $"    {More(stage)}";
        }

        if (picture.MoreStages > 0) yield return $"  {More(picture)}";
    }

    /// <summary><c>while 10.0.0.1:10921 is away: 4 leaders go, 1 replica is added</c>.</summary>
    public static string Title(PictureStage stage)
    {
        var parts = new List<string>();
        if (stage.Partitions.Count(partition => partition.MovesTo is not null) is var moves and > 0) parts.Add($"{moves} leader(s) go elsewhere");
        if (Count(stage, PictureFate.Added) is var added and > 0) parts.Add($"{added} replica(s) added");
        if (Count(stage, PictureFate.NotServed) is var lost and > 0) parts.Add($"{lost} partition(s) NOT SERVED");
        return $"while {stage.Node} is away: {(parts.Count == 0 ? "no leader moves" : string.Join(", ", parts))}";
    }

    public static string More(PictureStage stage) => $"and {stage.MorePartitions} more partitions, not drawn";

    public static string More(PlanPicture picture) => $"and {picture.MoreStages} more nodes, not drawn";

    private static int Count(PictureStage stage, PictureFate fate) => stage.Partitions.Sum(partition => partition.Replicas.Count(replica => replica.Fate == fate));

    private static IEnumerable<string>? Grid(PictureStage stage)
    {
        var grid = PictureGrid.Of(stage);
        if (grid.Columns.Count > MostColumns || grid.Rows.Any(row => row.Cells.Any(cell => cell.Count > MostInOneCell))) return null;
        List<List<string>> rows =
        [
            ["", .. grid.Columns.Select(column => column.InQuestion ? $"{column.Name} (away)" : column.Name)],
            .. grid.Rows.Select(row => (List<string>)[row.Table, .. row.Cells.Select(cell => string.Join(' ', cell.Select(mark => mark.Sign)))]),
        ];
        var widths = Enumerable.Range(0, rows[0].Count).Select(at => rows.Max(row => TextWidth.Of(row[at]))).ToList();
        return widths.Sum() + (2 * widths.Count) > Widest ? null : rows.Select(row => string.Join("  ", row.Select((cell, at) => cell + new string(' ', widths[at] - TextWidth.Of(cell)))).TrimEnd());
    }

    private static IEnumerable<string> Sentences(PictureStage stage)
    {
        foreach (var to in stage.Partitions.Where(partition => partition.MovesTo is not null).GroupBy(partition => partition.MovesTo!, StringComparer.Ordinal))
            yield return $"leaders to {to.Key}: {Names(to)}";
        foreach (var added in With(stage, PictureFate.Added)) yield return $"added on {added.Key}: {Names(added)}";
        foreach (var lost in With(stage, PictureFate.NotServed)) yield return $"NOT SERVED while {lost.Key} is away: {Names(lost)}";
        foreach (var away in With(stage, PictureFate.Away)) yield return $"away with {away.Key}: {Names(away)}";
    }

    private static IEnumerable<IGrouping<string, PicturePartition>> With(PictureStage stage, PictureFate fate) =>
        from partition in stage.Partitions
        from replica in partition.Replicas
        where replica.Fate == fate
        group partition by replica.Node;

    private static string Names(IEnumerable<PicturePartition> partitions) => string.Join(
        ", ", partitions.GroupBy(partition => partition.Table, StringComparer.Ordinal).Select(table => $"{table.Key}[{string.Join(' ', table.Select(partition => partition.Name))}]"));
}
