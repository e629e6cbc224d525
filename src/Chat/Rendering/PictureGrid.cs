using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>A stage of a picture as people look at it: a row for each table, a column for each node, the partitions in the cells.</summary>
/// <param name="Columns">Nodes, under names as short as they can be told apart.</param>
public sealed record PictureGrid(IReadOnlyList<PictureColumn> Columns, IReadOnlyList<PictureRow> Rows)
{
    public static PictureGrid Of(PictureStage stage)
    {
        var names = NodeNames.Short(stage.Nodes);
        var columns = stage.Nodes.Select(node => new PictureColumn(node, names[node], node == stage.Node)).ToList();
        var rows = stage.Partitions.GroupBy(partition => partition.Table, StringComparer.Ordinal).Select(table => new PictureRow(
            table.Key,
            [.. stage.Nodes.Select(node => Cell(node, table, names))])).ToList();
        return new PictureGrid(columns, rows);
    }

    private static IReadOnlyList<PictureMark> Cell(string node, IEnumerable<PicturePartition> table, IReadOnlyDictionary<string, string> names) =>
        [.. from partition in table
            from replica in partition.Replicas
            where replica.Node == node
            let goes = replica.Role == PictureRole.Leader && partition.MovesTo is { } to ? names.GetValueOrDefault(to, to) : null
            select new PictureMark(partition.Name, replica.Role == PictureRole.Leader, replica.Fate, goes, partition.MovesTo == node)];
}

/// <param name="InQuestion">Whether the stage is about it.</param>
public sealed record PictureColumn(string Node, string Name, bool InQuestion);

/// <param name="Cells">One for each column.</param>
public sealed record PictureRow(string Table, IReadOnlyList<IReadOnlyList<PictureMark>> Cells);

/// <summary>One replica in a cell.</summary>
/// <param name="Leads">As things are now.</param>
/// <param name="GoesTo">Where its leadership goes; null when it stays or there is none.</param>
/// <param name="Comes">Leadership comes here for the time.</param>
public sealed record PictureMark(string Partition, bool Leads, PictureFate Fate, string? GoesTo, bool Comes)
{
    /// <summary><c>5*→:10923</c> a leader that goes, <c>→5*</c> one that comes, <c>5*</c> one that stays, <c>5</c> a follower, <c>+5</c> added, <c>5!</c> not served.</summary>
    public string Sign =>
        $"{(Fate == PictureFate.Added ? "+" : "")}{(Comes ? "→" : "")}{Partition}{(Leads || Comes ? "*" : "")}{(GoesTo is null ? "" : $"→{GoesTo}")}{(Fate == PictureFate.NotServed ? "!" : "")}";

    /// <summary>The same in words.</summary>
    public string Words
    {
        get
        {
            var role = Leads ? "leader" : "follower";
            var leadership = GoesTo is not null ? $", leadership goes to {GoesTo}" : Comes ? ", leads for the time" : "";
            return $"partition {Partition}: {role}{leadership}{Of(Fate)}";
        }
    }

    private static string Of(PictureFate fate) => fate switch
    {
        PictureFate.Stays => "",
        PictureFate.Away => ", goes away",
        PictureFate.NotServed => ", goes away and is NOT SERVED meanwhile",
        PictureFate.Added => ", added for the time",
        _ => throw new ArgumentOutOfRangeException(nameof(fate), fate, "a fate without words"),
    };
}
