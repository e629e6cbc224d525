using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal sealed partial class FakeCluster
{
    /// <summary>Sends a proposal with the record that the leader has now, as <c>server_state::send_proposal</c>.</summary>
    private void Send(FakePartition partition, Proposal proposal)
    {
        var config = partition.Config;
        var target = At(proposal.Target);
        Begin(async () =>
        {
            await Task.Delay(TimeSpan.FromTicks(3000), _over.Token);
            lock (Gate) Receive(partition, target, config, proposal);
        });
    }

    /// <summary>As <c>replica::on_config_proposal</c>.</summary>
    private void Receive(FakePartition partition, FakeServer target, PartitionConfig config, Proposal proposal)
    {
        if (!target.Connected || !target.Replicas.TryGetValue(partition.Id, out var replica) || !replica.Open) return;
        if (config.Ballot < replica.Ballot || replica.Reconfiguring) return;
        if (config.Ballot > replica.Ballot) Become(partition, target, replica, config);
        switch (proposal.Type)
        {
            case ProposalType.UpgradeToPrimary or ProposalType.AssignPrimary:
                if (replica.Status == ReplicaStatus.Primary || target.IgnoresUpgrade) return;
                if (proposal.Type == ProposalType.UpgradeToPrimary && replica.Status != ReplicaStatus.Secondary) return;
                Reconfigure(partition, replica, FakePartition.Apply(config, proposal.Type, proposal.Node), proposal);
                break;
            case ProposalType.DowngradeToSecondary when replica.Status == ReplicaStatus.Primary && config.Ballot == replica.Ballot:
                if (Check(target, config.Primary == proposal.Node, proposal)) Reconfigure(partition, replica, FakePartition.Apply(config, proposal.Type, proposal.Node), proposal);
                break;
            case ProposalType.DowngradeToInactive when replica.Status == ReplicaStatus.Primary && config.Ballot == replica.Ballot:
                if (Check(target, config.Members.Contains(proposal.Node), proposal)) Reconfigure(partition, replica, FakePartition.Apply(config, proposal.Type, proposal.Node), proposal);
                break;
            case ProposalType.AddSecondary when replica.Status == ReplicaStatus.Primary:
                if (Check(target, !config.Members.Contains(proposal.Node), proposal)) AddLearner(partition, target, replica, proposal.Node);
                break;
        }
    }

    /// <summary>The checks of upstream abort the process.</summary>
    private bool Check(FakeServer server, bool holds, Proposal proposal)
    {
        if (holds) return true;
        server.Aborted = $"{server.Name} aborted over {proposal}";
        Log.Add(server.Aborted);
        Kill(server);
        return false;
    }

    private void Reconfigure(FakePartition partition, FakeReplica replica, PartitionConfig config, Proposal proposal)
    {
        replica.Reconfiguring = true;
        Update(partition, config, proposal.Type, proposal.Node, replica);
    }

    private void AddLearner(FakePartition partition, FakeServer primary, FakeReplica replica, Server node)
    {
        if (!replica.Learners.Contains(node))
        {
            if (partition.Config.Secondaries.Length + replica.Learners.Count >= partition.Config.MaxReplicas - 1) return;
            replica.Learners.Add(node);
            Begin(async () =>
            {
                // The group check repeats the call.
                while (true)
                {
                    await Task.Delay(Times.GroupCheck, _over.Token);
                    lock (Gate)
                    {
                        if (!replica.Learners.Contains(node) || replica.Status != ReplicaStatus.Primary) return;
                        Learn(partition, primary, replica, At(node));
                    }
                }
            });
        }

        Learn(partition, primary, replica, At(node));
    }

    private void Learn(FakePartition partition, FakeServer primary, FakeReplica replica, FakeServer learner)
    {
        if (!learner.Connected) return;
        if (!learner.Replicas.TryGetValue(partition.Id, out var own) || own.Closed) learner.Replicas[partition.Id] = own = new FakeReplica();
        if (own.Closing || own.Status == ReplicaStatus.PotentialSecondary) return;
        own.Status = ReplicaStatus.PotentialSecondary;
        own.Ballot = partition.Config.Ballot;
        if (learner.NeverLearns(partition.Id)) return;
        Begin(async () =>
        {
            await Task.Delay(Times.Learn, _over.Token);
            while (true)
            {
                lock (Gate)
                {
                    if (!primary.Serving || replica.Status != ReplicaStatus.Primary || own.Status != ReplicaStatus.PotentialSecondary || !learner.Connected) return;
                    if (!replica.Reconfiguring)
                    {
                        replica.Learners.Remove(learner.Server);
                        if (partition.Has(learner.Server)) return;
                        Reconfigure(partition, replica, FakePartition.Apply(partition.Config, ProposalType.UpgradeToSecondary, learner.Server), new Proposal(ProposalType.UpgradeToSecondary, primary.Server, learner.Server));
                        return;
                    }
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), _over.Token);
            }
        });
    }

    private static void Adopt(FakePartition partition, FakeServer server)
    {
        if (server.Connected && server.Replicas.TryGetValue(partition.Id, out var replica) && replica.Open && replica.Ballot <= partition.Config.Ballot) Become(partition, server, replica, partition.Config);
    }

    /// <summary>The primary finds at its group check that a member is none, and takes it out.</summary>
    public void ThrowOut(Gpid id, FakeServer member)
    {
        lock (Gate)
        {
            var partition = Partitions[id];
            var primary = At(partition.Config.Primary!).Replicas[id];
            Reconfigure(partition, primary, FakePartition.Apply(partition.Config, ProposalType.DowngradeToInactive, member.Server), new Proposal(ProposalType.DowngradeToInactive, partition.Config.Primary!, member.Server));
        }
    }

    private static void Become(FakePartition partition, FakeServer server, FakeReplica replica, PartitionConfig config)
    {
        if (server.RefusesMembership(partition.Id))
        {
            replica.Status = ReplicaStatus.Inactive;
            return;
        }

        replica.Ballot = config.Ballot;
        replica.Status = config.Primary == server.Server ? ReplicaStatus.Primary : config.Secondaries.Contains(server.Server) ? ReplicaStatus.Secondary : ReplicaStatus.Inactive;
    }
}
