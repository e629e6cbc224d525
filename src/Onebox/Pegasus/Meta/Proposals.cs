using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Proposals of clients (<c>on_propose_balancer</c>, <c>register_proposals</c>).</summary>
internal sealed class Proposals(ClusterState cluster, IProposer proposer, OneboxFaults faults)
{
    /// <summary>
    /// Forced ones are sent at once and unseen; others are queued for the next round, if nothing is queued for that partition yet.
    /// </summary>
    public ErrorCode Propose(BalancerRequest request)
    {
        lock (cluster.Gate)
        {
            if (cluster.Available(request.Gpid) is not { } app)
            {
                return ErrorCode.InvalidParameters;
            }

            var index = request.Gpid.PartitionIndex;
            if (request.Force == true)
            {
                return faults.Take("drop_proposals") ? ErrorCode.Ok : Force(app, index, request);
            }

            var context = app.Contexts[index];
            if (!context.Actions.IsEmpty || !TryFillTargets(app.Partitions[index], request.Actions, out var actions))
            {
                return ErrorCode.InvalidParameters;
            }

            if (!faults.Take("drop_proposals"))
            {
                context.Actions.AssignBalancer(actions);
            }

            return ErrorCode.Ok;
        }
    }

    /// <summary>Forgets what is queued, of cure and of clients alike.</summary>
    public void Clear()
    {
        lock (cluster.Gate)
        {
            foreach (var context in cluster.Existing.Values.SelectMany(each => each.Contexts))
            {
                context.Actions.Clear();
            }
        }
    }

    private ErrorCode Force(MetaApp app, int index, BalancerRequest request)
    {
        foreach (var action in request.Actions)
        {
            proposer.Send(app, app.Partitions[index], action);
        }

        return ErrorCode.Ok;
    }

    /// <summary>Whoever does not know the primary leaves the target empty. That is judged by the address, in master too.</summary>
    private static bool TryFillTargets(PartitionConfiguration partition, IReadOnlyList<ProposalAction> given, out List<ProposalAction> actions)
    {
        actions = [];
        foreach (var action in given)
        {
            if (action.Target.Ip.IsValid)
            {
                actions.Add(action);
            }
            else if (partition.Primary.IsValid)
            {
                actions.Add(new ProposalAction { Target = partition.Primary, Node = action.Node, Type = action.Type });
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
