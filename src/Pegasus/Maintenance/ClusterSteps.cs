using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Steps about the cluster as a whole.</summary>
internal sealed class ClusterSteps(MaintenanceServices services)
{
    public StepDefinition<IReadOnlyList<Endpoint>> MetaOrder() => new()
    {
        Name = "order",
        Description = "see which meta server leads, which is the last to be restarted",
        Kind = StepKind.Observation,
        Execute = async attempt => Maintenance.MetaOrder.Of(await services.Client.Metas(attempt.CancellationToken)),
        Plan = async _ => Maintenance.MetaOrder.Of(await services.Client.Metas(CancellationToken.None)),
        Report = metas => $"{string.Join(", ", metas)}: the last one leads",
    };

    public StepDefinition<IReadOnlyList<Endpoint>> Collectors() => new()
    {
        Name = "configured collectors",
        Description = "see which collectors there are",
        Kind = StepKind.Observation,
        Execute = _ => Task.FromResult(services.Installed(ServerRoles.Collector)),
        Plan = _ => Task.FromResult(services.Installed(ServerRoles.Collector)),
        Report = collectors => collectors.Count == 0 ? "none is configured" : string.Join(", ", collectors),
    };

    /// <summary>Set for good: nothing puts it back.</summary>
    public StepDefinition<MetaLevel> SetLevel(MetaLevel level) => new()
    {
        Name = "set level",
        Description = $"set the meta level to {level.ToString().ToLowerInvariant()}",
        Execute = async attempt =>
        {
            var before = await services.Meta.SetLevel(level, attempt.CancellationToken);
            var seen = await services.Meta.Level(attempt.CancellationToken);
            return seen == level ? before : throw new MaintenanceRefusedException($"the level was set to {level} and reads {seen}");
        },
        Probe = _ => Task.FromResult<Probe<MetaLevel>>(new Probe<MetaLevel>.Run()),
        Plan = async plan =>
        {
            var now = await services.Meta.Level(CancellationToken.None);
            if (level < MetaLevel.Steady) plan.Risk(RiskTier.High, $"at level {level.ToString().ToLowerInvariant()} no partition gets another primary when its server dies");
            plan.Detail($"it is {now.ToString().ToLowerInvariant()} now");
            return now;
        },
        Report = before => $"the level was {before.ToString().ToLowerInvariant()}",
    };

    /// <summary>Before all of them are stopped: has every replica server write its data to disk while it serves, so that it starts quickly. One that does not answer is said and left out.</summary>
    public StepDefinition<Nothing> Checkpoint() => new()
    {
        Name = "checkpoint",
        Description = "have every replica server write its data to disk",
        Execute = async attempt =>
        {
            try
            {
                var nodes = await services.Meta.ListNodes(attempt.CancellationToken);
                await Bounded.Select(nodes.Where(node => node.Alive), services.Options.Parallelism, async (node, token) => await Checkpoint(node.Server, attempt, token), attempt.CancellationToken);
            }
            catch (Exception e) when (Transient.Is(e))
            {
                attempt.Note($"no checkpoints were asked for: {e.Message}; servers replay their logs when they start");
            }

            return Nothing.Value;
        },
        Probe = _ => Task.FromResult<Probe<Nothing>>(new Probe<Nothing>.Run()),
        Plan = plan =>
        {
            plan.Risk(RiskTier.High, "nothing can be read or written from then on until the cluster is started again");
            return Task.FromResult(Nothing.Value);
        },
    };

    public StepDefinition<Nothing> Healthy() => new()
    {
        Name = "healthy",
        Description = "see every replica server alive and every partition complete",
        Kind = StepKind.Gate,
        Deadline = services.Options.HealDeadline,
        Execute = async attempt =>
        {
            await AwaitHealthy(attempt);
            return Nothing.Value;
        },
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    private async Task AwaitHealthy(StepAttempt attempt)
    {
        while (true)
        {
            try
            {
                var snapshot = await services.Snapshots.Read(SnapshotScope.Placement, attempt.CancellationToken);
                if (Illness(snapshot.Nodes, [.. LedPartitions.All(snapshot)]) is not { } illness) return;
                attempt.Waiting($"waits for the cluster: {illness}");
            }
            catch (PegasusException e)
            {
                attempt.Waiting($"waits for the meta servers: {e.Message}");
            }

            await Task.Delay(services.Options.SlowLook * 2, attempt.Time, attempt.CancellationToken);
        }
    }

    private static string? Illness(ImmutableArray<NodeState> nodes, IReadOnlyList<KeyValuePair<TablePartition, PartitionConfig>> partitions)
    {
        if (nodes.IsEmpty) return "the meta server lists no replica servers";
        if (nodes.FirstOrDefault(node => !node.Alive) is { } dead) return $"replica server {dead.Server} is not alive";
        var ill = partitions.Where(partition => partition.Value.Primary is null || partition.Value.MemberCount < partition.Value.MaxReplicas).ToList();
        return ill.Count == 0 ? null : $"{ill.Count} of {partitions.Count} partitions are not complete, as {ill[0].Key}";
    }

    private async Task<bool> Checkpoint(Server server, StepAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await services.Client.Replica(server).TriggerCheckpoint(cancellationToken);
            return true;
        }
        catch (PegasusException e)
        {
            attempt.Note($"replica server {server} made no checkpoint: {e.Message}; it replays its log when it starts");
            return false;
        }
    }
}
