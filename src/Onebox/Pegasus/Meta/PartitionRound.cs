using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.Guardian;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>The leader's round over all partitions (<c>server_state::check_all_partitions</c>): cure first, then the balancer.</summary>
internal sealed class PartitionRound(
    ClusterState cluster,
    PartitionGuardian guardian,
    Balancer balancer,
    LevelRules level,
    MetaSettings settings,
    IProposer proposer,
    ILogger log)
{
    /// <summary>Rounds done.</summary>
    public int Done { get; private set; }

    public void Run()
    {
        lock (cluster.Gate)
        {
            if (Once())
            {
                // Moves that were found are begun by a round of their own.
                log.Balances(balancer.Counts.MovePrimary + balancer.Counts.CopySecondary);
                Once();
            }

            Done++;
        }
    }

    private bool Once()
    {
        var now = level.Effective;
        if (now <= MetaLevel.Freezed)
        {
            log.NotChecked(now);
            return false;
        }

        var (healthy, total) = Cure();
        if (now < MetaLevel.Steady)
        {
            return false;
        }

        if (healthy != total)
        {
            log.NotBalanced($"{total - healthy}/{total} partitions aren't healthy");
            return false;
        }

        return CanBalance() && Balance(now);
    }

    private (int Healthy, int Total) Cure()
    {
        guardian.ClearDdd();
        var (healthy, total, sent) = (0, 0, 0);
        List<(MetaApp App, int Index, ProposalAction Action)> additions = [];
        foreach (var app in cluster.Existing.Values.Where(each => each.Info.Status is not (AppStatus.Creating or AppStatus.Dropping)))
        {
            for (var index = 0; index < app.Partitions.Length; index++)
            {
                if (app.Contexts[index].IsPendingSync)
                {
                    continue;
                }

                var (status, action) = guardian.Cure(app, index);
                healthy += status == CureStatus.Healthy ? 1 : 0;
                if (status == CureStatus.Healthy || action is null)
                {
                    continue;
                }

                if (action.Type is ConfigType.AddSecondary or ConfigType.AddSecondaryForLb)
                {
                    additions.Add((app, index, action));
                }
                else
                {
                    proposer.Send(app, app.Partitions[index], action);
                    sent++;
                }
            }

            total += app.Partitions.Length;
        }

        var added = AddSecondaries(additions);
        log.Checked(sent + added, added, additions.Count - added);
        return (healthy, total);
    }

    /// <summary>Partitions without any secondary first; under flow control no more than so many for one node in a round.</summary>
    private int AddSecondaries(List<(MetaApp App, int Index, ProposalAction Action)> additions)
    {
        var running = new Dictionary<NodeAddress, int>();
        var sent = 0;
        foreach (var urgent in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var (app, index, action) in additions.Where(each => each.App.Partitions[each.Index].Secondaries.Count == 0 == urgent))
            {
                var here = running.GetValueOrDefault(action.Node);
                if (settings.FlowControl && here >= settings.AddSecondaryMaxCount)
                {
                    continue;
                }

                running[action.Node] = here + 1;
                proposer.Send(app, app.Partitions[index], action);
                sent++;
            }
        }

        return sent;
    }

    /// <summary>No dead node holds partitions still, and no table is being made or dropped. Dead nodes that hold none are forgotten.</summary>
    private bool CanBalance()
    {
        foreach (var node in cluster.Nodes.Values.Where(each => !each.IsAlive).ToArray())
        {
            if (node.PartitionCount != 0)
            {
                log.NotBalanced($"dead node({node.Address}) has {node.PartitionCount} partitions not removed");
                return false;
            }

            cluster.Nodes.Remove(node.Address);
        }

        if (cluster.Apps.Values.Any(each => each.IsStaging))
        {
            log.NotBalanced("table(s) is(are) in staging state");
            return false;
        }

        return true;
    }

    /// <summary>At steady the moves are only counted.</summary>
    private bool Balance(MetaLevel now)
    {
        var moves = balancer.Find();
        if (now == MetaLevel.Steady || moves.Count == 0)
        {
            return false;
        }

        foreach (var move in moves)
        {
            cluster.Apps[move.Gpid.AppId].Contexts[move.Gpid.PartitionIndex].Actions.AssignBalancer(move.Actions);
        }

        return true;
    }
}
