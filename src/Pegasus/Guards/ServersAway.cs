using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// No replica server is away but the one that the run has in hand. Those that were away when the run began count from when it takes a node in hand. A meta server that just
/// took over knows a server only from its first beacon: one that partitions are recorded on and that is not listed is away.
/// </summary>
internal sealed class ServersAway : IGuard
{
    private const int MostNamed = 5;
    private HashSet<Server>? _before;

    public string Name => "no replica server away but the one in hand";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var alive = snapshot.Alive();
        var away = snapshot.Nodes.Select(node => node.Server)
            .Concat(snapshot.Served().SelectMany(table => table.Partitions).SelectMany(partition => partition.Members))
            .Where(server => !alive.Contains(server))
            .ToHashSet();
        _before ??= [.. away];
        var inHand = run.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var others = away
            .Where(server => !inHand.Contains(server.ToString()) && (inHand.Count > 0 || !_before.Contains(server)))
            .Select(server => server.ToString())
            .Order(StringComparer.Ordinal)
            .ToList();
        var hand = inHand.Count == 0 ? "no node is in hand" : $"in hand: {string.Join(", ", inHand.Order(StringComparer.Ordinal))}";
        return others.Count == 0
            ? new GuardReading(true, $"no other replica server is away; {hand}")
            : new GuardReading(false, $"replica server {string.Join(", ", others.Take(MostNamed))}{(others.Count > MostNamed ? $" and {others.Count - MostNamed} more" : "")} is away; {hand}");
    }
}
