using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>What is to be done with one partition next (<c>proposal_actions</c>).</summary>
internal sealed class ProposalActions
{
    private readonly List<ProposalAction> _actions = [];
    private bool _learningAbnormal;
    private ReplicaInfo? _learner;

    public bool IsEmpty => _actions.Count == 0;

    public int Count => _actions.Count;

    /// <summary>From a client or the balancer, and not from cure.</summary>
    public bool IsFromBalancer { get; private set; }

    public ProposalAction Front => _actions[0];

    /// <summary>A learner that had begun says that it is down.</summary>
    public bool IsAbnormalLearning
        => !IsEmpty && Front.Type is ConfigType.AddSecondary or ConfigType.AddSecondaryForLb && _learningAbnormal;

    public void AssignCure(ProposalAction action) => Assign([action], fromBalancer: false);

    public void AssignBalancer(IEnumerable<ProposalAction> actions) => Assign(actions, fromBalancer: true);

    public void PopFront()
    {
        if (!IsEmpty)
        {
            _actions.RemoveAt(0);
            ForgetLearner();
        }
    }

    public void Clear()
    {
        IsFromBalancer = false;
        _actions.Clear();
        ForgetLearner();
    }

    /// <summary>Compares what a node says of its replica with the action that is under way (<c>track_current_learner</c>).</summary>
    public void TrackLearner(NodeAddress node, ReplicaInfo info)
    {
        if (IsEmpty || Front.Node != node || Front.Type is not (ConfigType.AddSecondary or ConfigType.AddSecondaryForLb))
        {
            return;
        }

        if (info.Status is PartitionStatus.Error or PartitionStatus.Inactive)
        {
            _learningAbnormal |= _learner is not null;
        }
        else if (info.Status == PartitionStatus.PotentialSecondary)
        {
            (_learningAbnormal, _learner) = (false, info);
        }
    }

    private void Assign(IEnumerable<ProposalAction> actions, bool fromBalancer)
    {
        Clear();
        _actions.AddRange(actions);
        IsFromBalancer = fromBalancer;
    }

    private void ForgetLearner() => (_learningAbnormal, _learner) = (false, null);
}
