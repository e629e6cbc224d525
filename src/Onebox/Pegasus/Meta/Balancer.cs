using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// Finds moves that even out the tables, simpler than upstream's flow network (<c>src/meta/app_balance_policy.cpp</c>): table by table the
/// primaries, and only where those are even, the secondaries. Runs under <see cref="ClusterState.Gate"/>.
/// </summary>
internal sealed class Balancer(ClusterState cluster, MetaOptions options, MetaSettings settings)
{
    private IReadOnlyList<BalancerRequest> _last = [];

    /// <summary>Moves that the last round found: <c>move_pri</c>, <c>copy_pri</c>, <c>copy_sec</c>.</summary>
    public (int MovePrimary, int CopyPrimary, int CopySecondary) Counts
    {
        get
        {
            var last = Volatile.Read(ref _last);
            return (Count(last, BalanceType.MovePrimary), Count(last, BalanceType.CopyPrimary), Count(last, BalanceType.CopySecondary));
        }
    }

    /// <summary>The moves of one round, remembered for <see cref="Counts"/>.</summary>
    public IReadOnlyList<BalancerRequest> Find()
    {
        List<BalancerRequest> moves = [];
        if (cluster.Nodes.Count >= options.MinLiveNodeCount && AllCollected())
        {
            foreach (var app in cluster.Existing.Values.Where(each => each.Info.Status == AppStatus.Available))
            {
                moves.AddRange(EvenPrimaries(app));
            }

            if (moves.Count == 0 && !settings.OnlyMovePrimary && !settings.OnlyPrimaryBalancer)
            {
                foreach (var app in cluster.Existing.Values.Where(each => each.Info.Status == AppStatus.Available))
                {
                    moves.AddRange(EvenSecondaries(app));
                }
            }
        }

        Volatile.Write(ref _last, moves);
        return moves;
    }

    /// <summary>Moves the primary by two steps (<c>generate_balancer_request</c>).</summary>
    private static BalancerRequest MovePrimary(Gpid pid, NodeAddress from, NodeAddress to) => new()
    {
        Gpid = pid,
        BalanceType = BalanceType.MovePrimary,
        Actions =
        [
            new ProposalAction { Target = from, Node = from, Type = ConfigType.DowngradeToSecondary },
            new ProposalAction { Target = to, Node = to, Type = ConfigType.UpgradeToPrimary },
        ],
    };

    private static BalancerRequest CopySecondary(PartitionConfiguration partition, NodeAddress from, NodeAddress to) => new()
    {
        Gpid = partition.Pid,
        BalanceType = BalanceType.CopySecondary,
        Actions =
        [
            new ProposalAction { Target = partition.Primary, Node = to, Type = ConfigType.AddSecondaryForLb },
            new ProposalAction { Target = partition.Primary, Node = from, Type = ConfigType.DowngradeToInactive },
        ],
    };

    private static int Count(IReadOnlyList<BalancerRequest> moves, BalanceType type) => moves.Count(each => each.BalanceType == type);

    /// <summary>Every member of every partition has reported its replica since this leader began.</summary>
    private bool AllCollected()
        => cluster.Nodes.Values.All(node => node.Partitions.All(pid => cluster.Apps[pid.AppId].Contexts[pid.PartitionIndex].Serving.Contains(node.Address)));

    private List<BalancerRequest> EvenPrimaries(MetaApp app)
    {
        var counts = cluster.Nodes.Values.Where(each => each.IsAlive).ToDictionary(each => each.Address, each => each.PrimaryCountOf(app.Info.AppId));
        List<BalancerRequest> moves = [];
        foreach (var partition in app.Partitions.OrderByDescending(each => counts.GetValueOrDefault(each.Primary)))
        {
            var target = partition.Secondaries.Where(counts.ContainsKey).OrderBy(each => counts[each]).FirstOrDefault();
            if (target.IsValid && counts.TryGetValue(partition.Primary, out var here) && here - counts[target] > 1)
            {
                counts[partition.Primary]--;
                counts[target]++;
                moves.Add(MovePrimary(partition.Pid, partition.Primary, target));
            }
        }

        return moves;
    }

    private List<BalancerRequest> EvenSecondaries(MetaApp app)
    {
        var counts = cluster.Nodes.Values.Where(each => each.IsAlive).ToDictionary(each => each.Address, each => each.PartitionCountOf(app.Info.AppId));
        List<BalancerRequest> moves = [];
        foreach (var partition in app.Partitions)
        {
            var from = partition.Secondaries.Where(counts.ContainsKey).OrderByDescending(each => counts[each]).FirstOrDefault();
            var to = counts.Keys.Where(each => !partition.IsMember(each)).OrderBy(each => counts[each]).FirstOrDefault();
            if (from.IsValid && to.IsValid && counts[from] - counts[to] > 1)
            {
                counts[from]--;
                counts[to]++;
                moves.Add(CopySecondary(partition, from, to));
            }
        }

        return moves;
    }
}
