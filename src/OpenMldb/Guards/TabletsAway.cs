using Nightshift.Clusters;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Guards;

/// <summary>
/// No tablet is away but the one that the run has in hand. Those that were away when the run began, as a recovery finds them, count from when the run takes a node in
/// hand.
/// </summary>
internal sealed class TabletsAway : IGuard
{
    private const int MostNamed = 5;
    private IReadOnlySet<Endpoint>? _before;

    public string Name => "no tablet away but the one in hand";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var away = Away.Tablets(snapshot);
        _before ??= away;
        var inHand = run.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var others = away.Where(tablet => !inHand.Contains(tablet.ToString()) && (inHand.Count > 0 || !_before.Contains(tablet))).Order().ToList();
        var hand = inHand.Count == 0 ? "no tablet is in hand" : $"in hand: {string.Join(", ", inHand.Order(StringComparer.Ordinal))}";
        return others.Count == 0
            ? new GuardReading(true, $"no other tablet is away; {hand}")
            : new GuardReading(false, $"tablet {string.Join(", ", others.Take(MostNamed))}{(others.Count > MostNamed ? $" and {others.Count - MostNamed} more" : "")} is away; {hand}");
    }
}
