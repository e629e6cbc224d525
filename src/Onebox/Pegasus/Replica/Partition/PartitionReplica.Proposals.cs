using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>
/// What the meta proposes (<c>on_config_proposal</c>). A proposal that does not fit is dropped without an answer; one that contradicts the membership
/// it carries ends the process, as upstream's checks do: the meta forwards forced proposals as they come.
/// </summary>
internal sealed partial class PartitionReplica
{
    public void OnProposal(ConfigurationUpdateRequest proposal)
    {
        lock (_lock)
        {
            _host.Log.Proposal(Pid, proposal.Type, proposal.Node, proposal.Config.Ballot, Status, Ballot);
            if (proposal.Config.Ballot < Ballot || _reconfiguration is not null) return;
            if (proposal.Config.Ballot > Ballot && !UpdateConfiguration(proposal.Config)) return;
            switch (proposal.Type)
            {
                case ConfigType.AssignPrimary or ConfigType.UpgradeToPrimary:
                    AssignPrimary(proposal);
                    break;
                case ConfigType.AddSecondary or ConfigType.AddSecondaryForLb:
                    AddPotentialSecondary(proposal);
                    break;
                case ConfigType.DowngradeToSecondary:
                    DowngradeToSecondary(proposal);
                    break;
                case ConfigType.DowngradeToInactive:
                    DowngradeToInactive(proposal);
                    break;
                case ConfigType.Remove:
                    Remove(proposal);
                    break;
                default:
                    Check(false, $"invalid config_type, type = {proposal.Type}");
                    break;
            }
        }
    }

    /// <summary>Removed by the primary (<c>RPC_REMOVE_REPLICA</c>).</summary>
    public void OnRemove(ReplicaConfiguration request)
    {
        lock (_lock)
        {
            if (request.Ballot < Ballot || (request.Ballot == Ballot && Status == PartitionStatus.PotentialSecondary)) return;
            UpdateLocal(request, sameBallot: request.Ballot == Ballot);
        }
    }

    private void AssignPrimary(ConfigurationUpdateRequest proposal)
    {
        Check(proposal.Node == _host.Self, $"{proposal.Node} == {_host.Self}");
        if (Status == PartitionStatus.Primary) return;
        var upgrade = proposal.Type == ConfigType.UpgradeToPrimary;
        if (upgrade && (Status != PartitionStatus.Secondary || _host.NextPercent() < _host.Options.CheckpointingPercentage))
        {
            _host.Log.UpgradeIgnored(Pid, Status);
            return;
        }

        UpdateOnMeta(proposal.Type, proposal.Node, Changed(proposal.Config, config =>
        {
            config.Primary = _host.Self;
            config.Secondaries = Without(config.Secondaries, _host.Self);
        }));
    }

    private void AddPotentialSecondary(ConfigurationUpdateRequest proposal)
    {
        if (Status != PartitionStatus.Primary) return;
        CheckMembership(proposal);
        Check(_membership.Primary != proposal.Node, $"node = {proposal.Node} is the primary");
        Check(!_membership.Secondaries.Contains(proposal.Node), $"node = {proposal.Node} is a secondary");

        var known = _learners.ContainsKey(proposal.Node);
        var count = _membership.Secondaries.Count + _learners.Count;
        if (count >= _membership.MaxReplicaCount - 1)
        {
            var enough = proposal.Type == ConfigType.AddSecondary ? !known : count >= _membership.MaxReplicaCount;
            if (enough)
            {
                _host.Log.EnoughMembers(Pid, proposal.Node);
                return;
            }
        }

        if (!known)
        {
            _learners[proposal.Node] = new Learner { Signature = ++_nextLearningVersion };
            _statuses[proposal.Node] = PartitionStatus.PotentialSecondary;
        }

        var request = new GroupCheckRequest
        {
            App = _app,
            Node = proposal.Node,
            Config = ConfigurationFor(PartitionStatus.PotentialSecondary, _learners[proposal.Node].Signature),
            LastCommittedDecree = _prepare.CommittedDecree,
        };
        _host.Log.AddLearner(Pid, proposal.Node, request.Config.LearnerSignature);
        _host.Peers.AddLearner(proposal.Node, request);
    }

    private void DowngradeToSecondary(ConfigurationUpdateRequest proposal)
    {
        if (proposal.Config.Ballot != Ballot || Status != PartitionStatus.Primary) return;
        CheckMembership(proposal);
        Check(proposal.Node == proposal.Config.Primary, $"{proposal.Node} == {proposal.Config.Primary}");
        UpdateOnMeta(ConfigType.DowngradeToSecondary, proposal.Node, Changed(proposal.Config, config =>
        {
            config.Primary = NodeAddress.None;
            config.Secondaries = [.. config.Secondaries, proposal.Node];
        }));
    }

    private void DowngradeToInactive(ConfigurationUpdateRequest proposal)
    {
        if (proposal.Config.Ballot != Ballot || Status != PartitionStatus.Primary) return;
        CheckMembership(proposal);
        Check(
            proposal.Node == proposal.Config.Primary || proposal.Config.Secondaries.Contains(proposal.Node),
            $"remove node failed, node = {proposal.Node}");
        UpdateOnMeta(ConfigType.DowngradeToInactive, proposal.Node, Taken(proposal.Config, proposal.Node));
    }

    private void Remove(ConfigurationUpdateRequest proposal)
    {
        if (proposal.Config.Ballot != Ballot || Status != PartitionStatus.Primary) return;
        CheckMembership(proposal);
        UpdateOnMeta(ConfigType.Remove, proposal.Node, Taken(proposal.Config, proposal.Node));
    }

    private static PartitionConfiguration Taken(PartitionConfiguration config, NodeAddress node) => Changed(config, change =>
    {
        if (change.Primary == node) change.Primary = NodeAddress.None;
        else change.Secondaries = Without(change.Secondaries, node);
    });

    private void CheckMembership(ConfigurationUpdateRequest proposal)
    {
        Check(proposal.Config.Ballot == Ballot, $"ballot {proposal.Config.Ballot} == {Ballot}");
        Check(proposal.Config.Primary == _membership.Primary, $"primary {proposal.Config.Primary} == {_membership.Primary}");
        Check(proposal.Config.Secondaries.SequenceEqual(_membership.Secondaries), "secondaries differ");
    }
}
