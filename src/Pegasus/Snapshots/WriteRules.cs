using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>
/// How many replicas a write needs: <c>mutation_2pc_min_replica_count</c>, which every primary takes from the configuration of its own server. The highest of the
/// servers that answer counts; one that does not answer is primary of nothing that takes writes now.
/// </summary>
internal sealed class WriteRules(IPegasusClient client, TimeProvider time)
{
    private const string Name = "mutation_2pc_min_replica_count";
    private const int MaxServers = 16;
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private readonly SettingsReader _settings = new(client, time);
    private Kept? _last;

    /// <summary>The key as replica servers have it and as the leader has it.</summary>
    public async Task<(Reading<int> Servers, Reading<int> Meta)> Read(
        Endpoint leader, ImmutableArray<NodeInfo> nodes, bool anew, CancellationToken cancellationToken)
    {
        if (!anew && Volatile.Read(ref _last) is { } last && last.Leader == leader && time.GetElapsedTime(last.At) < Freshness)
            return (last.Servers, last.Meta);
        var meta = _settings.Key(leader, Name, cancellationToken);
        var answers = await Bounded.Select(
            nodes.Where(n => n.Alive), MaxServers, (node, token) => _settings.Key(node.Server.Name, Name, token), cancellationToken);
        var servers = Highest([.. answers.Select(a => a.As(SettingsReader.Int))]);
        if (servers.IsKnown)
            Volatile.Write(ref _last, new Kept(leader, time.GetTimestamp(), servers, (await meta).As(SettingsReader.Int)));
        return (servers, (await meta).As(SettingsReader.Int));
    }

    /// <summary>What the key means for a table: 0 stands for 1 with up to two replicas, else for more than half (<c>src/common/replication_common.cpp</c>).</summary>
    public static Reading<int> For(Reading<int> key, AppInfo app) =>
        !key.TryGet(out var value) ? key
        : value > 0 ? key
        : Reading<int>.Known(app.Replicas <= 2 ? 1 : (app.Replicas / 2) + 1);

    private static Reading<int> Highest(ImmutableArray<Reading<int>> answers)
    {
        var known = answers.Where(a => a.IsKnown).Select(a => a.Value).ToArray();
        if (known.Length > 0)
            return Reading<int>.Known(known.Max());
        return Reading<int>.Unknown(answers.IsEmpty ? "no replica server is alive" : answers[0].Reason!);
    }

    private sealed record Kept(Endpoint Leader, long At, Reading<int> Servers, Reading<int> Meta);
}
