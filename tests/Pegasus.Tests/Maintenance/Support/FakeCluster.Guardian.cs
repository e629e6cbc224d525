using System.Globalization;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal sealed partial class FakeCluster
{
    private bool FlowControl => Settings[MetaSetting.AddSecondaryFlowControl] == "true";

    /// <summary>As <c>server_state::on_propose_balancer</c>.</summary>
    public void Propose(Gpid id, IReadOnlyList<Proposal> proposals, bool force)
    {
        lock (Gate)
        {
            var partition = Partitions[id];
            if (ChangedAt is { } changed) FirstProposal ??= System.Diagnostics.Stopwatch.GetElapsedTime(changed);
            Log.Add($"{(force ? "force" : "queue")} {id}: {string.Join(", ", proposals)}");
            if (force)
            {
                foreach (var proposal in proposals.Where(proposal => !Drops(proposal, true))) Send(partition, proposal);
                return;
            }

            if (partition.Queue.Count > 0) throw Refused("RPC_CM_PROPOSE_BALANCER", ErrorNames.InvalidParameters);
            if (proposals.Any(proposal => Drops(proposal, false))) return;
            partition.Queue.AddRange(proposals);
        }
    }

    public void ClearProposals()
    {
        foreach (var partition in Partitions.Values) partition.Queue.Clear();
    }

    /// <summary>As <c>server_state::check_all_partitions</c>.</summary>
    private void Round()
    {
        if (Leader is null || Level < MetaLevel.Steady) return;
        var asked = new Dictionary<Server, int>();
        var limit = int.Parse(Settings[MetaSetting.AddSecondaryMax], CultureInfo.InvariantCulture);
        foreach (var partition in Partitions.Values.Where(partition => !partition.Pending))
        {
            if (Cure(partition) is not { } action) continue;
            if (action.Type == ProposalType.AddSecondary)
            {
                if (FlowControl && asked.GetValueOrDefault(action.Node) >= limit) continue;
                asked[action.Node] = asked.GetValueOrDefault(action.Node) + 1;
            }

            Send(partition, action);
        }
    }

    private Proposal? Cure(FakePartition partition)
    {
        if (partition.Queue.Count > 0)
        {
            if (IsValid(partition, partition.Queue[0])) return partition.Queue[0];
            partition.Queue.Clear();
        }

        var config = partition.Config;
        if (config.Primary is null)
        {
            var candidates = config.Secondaries.Where(secondary => At(secondary).Alive).ToList();
            if (candidates.Count == 0) candidates = [.. config.LastDrops.TakeLast(1).Where(dropped => At(dropped).Alive && config.Secondaries.IsEmpty)];
            if (candidates.Count == 0) return null;
            var next = candidates.MinBy(candidate => Partitions.Values.Count(other => other.Config.Primary == candidate))!;
            partition.Queue.Add(new Proposal(config.Secondaries.Contains(next) ? ProposalType.UpgradeToPrimary : ProposalType.AssignPrimary, next, next));
        }
        else if (config.MemberCount < config.MaxReplicas)
        {
            // Only who dropped out last, unless writes are refused already.
            var isUrgent = config.MemberCount < MinToWrite[partition.Table];
            var dropped = isUrgent ? config.LastDrops.LastOrDefault(server => At(server).Alive) : config.LastDrops.LastOrDefault();
            if (dropped is not null && At(dropped).Alive) partition.Queue.Add(new Proposal(ProposalType.AddSecondary, config.Primary, dropped));
        }

        return partition.Queue.FirstOrDefault();
    }

    private bool IsValid(FakePartition partition, Proposal action)
    {
        if (!At(action.Target).Alive || !At(action.Node).Alive) return false;
        var config = partition.Config;
        return action.Type switch
        {
            ProposalType.UpgradeToPrimary => action.Target == action.Node && config.Primary is null && partition.IsSecondary(action.Node),
            ProposalType.AssignPrimary => action.Target == action.Node && config.Primary is null && !partition.IsSecondary(action.Node),
            ProposalType.AddSecondary => config.Primary == action.Target && !partition.IsSecondary(action.Node),
            ProposalType.DowngradeToInactive or ProposalType.Remove => config.Primary == action.Target && partition.Has(action.Node),
            ProposalType.DowngradeToSecondary => action.Target == action.Node && config.Primary == action.Target,
            _ => false,
        };
    }

    /// <summary>As <c>server_state::on_update_configuration</c> and what follows when ZooKeeper has it.</summary>
    private void Update(FakePartition partition, PartitionConfig config, ProposalType type, Server node, FakeReplica? sender)
    {
        Begin(async () =>
        {
            PartitionConfig before;
            while (true)
            {
                lock (Gate)
                {
                    before = partition.Config;
                    if (Leader is not null && config.Ballot != before.Ballot + 1)
                    {
                        Told(sender);
                        return;
                    }

                    if (Leader is not null && !partition.Pending) break;
                }

                // It is not answered and tries again.
                await Task.Delay(TimeSpan.FromMilliseconds(60), _over.Token);
            }

            lock (Gate) partition.Pending = true;
            await Task.Delay(Times.Write, _over.Token);
            lock (Gate)
            {
                partition.Pending = false;
                partition.Config = config;
                Log.Add($"{partition.Id} @{config.Ballot} {type} {node}: {config.Primary?.ToString() ?? "none"} [{string.Join(", ", config.Secondaries)}]");
                Told(sender);
                foreach (var member in config.Members.Select(At)) Adopt(partition, member);
                if (partition.Queue.Count > 0) partition.Queue.RemoveAt(0);
                if (Cure(partition) is { } action && !(FlowControl && action.Type == ProposalType.AddSecondary)) Send(partition, action);
            }
        });
    }

    private static void Told(FakeReplica? sender)
    {
        if (sender is not null) sender.Reconfiguring = false;
    }
}
