using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <param name="Node">Empty for what concerns the whole run.</param>
/// <param name="Summary">For those who cannot see the bars.</param>
public sealed record DrawnRow(string Node, int Lanes, IReadOnlyList<DrawnBar> Bars, string Summary)
{
    private const int MostBars = 120;
    private const int MostLanes = 6;
    private const double Narrowest = 0.3;

    internal static DrawnRow Of(TimelineRow row, TimeScale scale)
    {
        var pieces = row.Bars.Select(bar => new Piece(bar.Kind, scale.At(bar.Start), scale.At(bar.End), [bar])).ToList();
        var close = Narrowest;
        do
        {
            pieces = [.. pieces.GroupBy(piece => piece.Kind).SelectMany(kind => Merge(kind.OrderBy(piece => piece.From), close))];
            close *= 2;
        }
        while (pieces.Count > MostBars && close < 200);

        var lanes = new List<double>();
        List<DrawnBar> bars = [.. pieces.OrderBy(piece => piece.From).Take(MostBars).Select(piece => Place(piece, lanes))];
        return new DrawnRow(row.Node, Math.Max(1, lanes.Count), bars, Sum(row));
    }

    /// <summary>What is too narrow to be seen by itself is drawn together with what lies beside it.</summary>
    private static IEnumerable<Piece> Merge(IEnumerable<Piece> pieces, double close)
    {
        Piece? open = null;
        foreach (var piece in pieces)
        {
            if (open is not null && piece.From - open.To < close && (piece.To - piece.From < close || open.To - open.From < close))
            {
                open = open with { To = Math.Max(open.To, piece.To), Bars = [.. open.Bars, .. piece.Bars] };
                continue;
            }

            if (open is not null) yield return open;
            open = piece;
        }

        if (open is not null) yield return open;
    }

    private static DrawnBar Place(Piece piece, List<double> lanes)
    {
        var width = Math.Max(Narrowest, piece.To - piece.From);
        var lane = lanes.FindIndex(end => end <= piece.From + 0.01);
        if (lane < 0)
        {
            lane = Math.Min(lanes.Count, MostLanes - 1);
            if (lane == lanes.Count) lanes.Add(0);
        }

        lanes[lane] = Math.Max(lanes[lane], piece.From + width);
        return new DrawnBar(Math.Min(piece.From, 100 - width), width, lane, piece.Kind, piece.Text);
    }

    private static string Sum(TimelineRow row) => string.Join(", ", row.Bars.GroupBy(bar => bar.Kind).OrderBy(kind => kind.Key).Select(kind =>
        $"{kind.Count()} {Words(kind.Key)} {Quantities.Span(TimeSpan.FromTicks(kind.Sum(bar => TimelineDrawing.Took(bar).Ticks)))}"));

    private static string Words(BarKind kind) => kind switch
    {
        BarKind.Effect => "changes",
        BarKind.Gate => "gates",
        BarKind.Observation => "readings",
        BarKind.Wait => "waits",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a bar without words"),
    };

    private sealed record Piece(BarKind Kind, double From, double To, IReadOnlyList<TimelineBar> Bars)
    {
        public string Text => Bars is [var one]
            ? TimelineDrawing.Words(one)
            : $"{Bars.Count} times {Bars[0].Label} to {Bars[^1].Label}: {Quantities.Span(TimeSpan.FromTicks(Bars.Sum(bar => TimelineDrawing.Took(bar).Ticks)))}{Reason}";

        private string Reason => Bars.Select(bar => bar.Reason).OfType<string>().FirstOrDefault() is { } reason ? $" ({Bounded.Line(reason)})" : "";
    }
}
