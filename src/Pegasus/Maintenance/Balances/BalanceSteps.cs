using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Steps that spread replicas or primaries over the servers.</summary>
internal sealed class BalanceSteps(MaintenanceServices services)
{
    public StepDefinition<Nothing> Check() => new()
    {
        Name = "check",
        Description = "see whether the balancer may work",
        Kind = StepKind.Observation,
        Execute = async attempt =>
        {
            Examiner.RefuseIfAny(await Findings(attempt.CancellationToken));
            return Nothing.Value;
        },
        Plan = async plan =>
        {
            foreach (var finding in (await Findings(CancellationToken.None)).Where(finding => finding.Blocks)) plan.Obstacle(finding.ToString());
            return Nothing.Value;
        },
    };

    /// <summary>While the level is lively: waits until the balancer has found nothing to do for long enough, with every partition complete.</summary>
    public StepDefinition<Nothing> AwaitBalanced(StandingHolds holds) => new()
    {
        Name = "balanced",
        Description = "wait until the balancer finds nothing more to do",
        Kind = StepKind.Gate,
        Deadline = services.Options.BalanceDeadline,
        Execute = async attempt =>
        {
            await AwaitBalanced(holds, attempt);
            return Nothing.Value;
        },
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    /// <summary>Moves primaries between replicas that there are, until no single move would make the spread better. Copies nothing.</summary>
    public StepDefinition<MovedPrimaries> SpreadPrimaries(StandingHolds holds) => new()
    {
        Name = "spread primaries",
        Description = "move primaries so that every server has about as many",
        Deadline = services.Options.DrainDeadline,
        Execute = async attempt =>
        {
            await holds.See(attempt, attempt.CancellationToken);
            return await new PrimaryMoves(services, holds, attempt).To(Plan(await services.Look(SnapshotScope.Placement, attempt)));
        },
        Probe = _ => Task.FromResult<Probe<MovedPrimaries>>(new Probe<MovedPrimaries>.Run()),
        Plan = async plan =>
        {
            plan.Describe($"move about {Plan(await services.Snapshots.Read(SnapshotScope.Placement, CancellationToken.None)).Count} primaries so that every server has about as many");
            return MovedPrimaries.None;
        },
        Report = MoveSentences.Report,
    };

    private static Dictionary<TablePartition, Endpoint> Plan(ClusterSnapshot snapshot)
    {
        var all = LedPartitions.All(snapshot).ToDictionary(partition => partition.Value.Id, partition => partition.Key);
        var alive = snapshot.Nodes.Where(node => node.Alive).Select(node => node.Server.Name).ToHashSet();
        return PrimaryPlanner.Spread(LedPartitions.All(snapshot).Select(partition => partition.Value), alive).ToDictionary(move => all[move.Key], move => move.Value);
    }

    private async Task<IReadOnlyList<Finding>> Findings(CancellationToken cancellationToken) =>
        (await new Examiner(services).Examine(null, allowFewReplicas: true, cancellationToken)).Findings;

    private async Task AwaitBalanced(StandingHolds holds, StepAttempt attempt)
    {
        long? since = null;
        while (true)
        {
            try
            {
                await holds.See(attempt, attempt.CancellationToken);
                var total = BalanceCount.Total(await services.Meta.ClusterInfo(attempt.CancellationToken));
                var incomplete = LedPartitions.All(await services.Look(SnapshotScope.Placement, attempt))
                    .Count(partition => partition.Value.Primary is null || partition.Value.MemberCount != partition.Value.MaxReplicas);
                since = total == 0 && incomplete == 0 ? since ?? attempt.Time.GetTimestamp() : null;
                if (since is { } began && attempt.Time.GetElapsedTime(began) >= services.Options.BalancedFor) return;
                attempt.Waiting($"waits for the balancer: {total} moves to make, {incomplete} partitions with more or fewer replicas than they should have");
            }
            catch (Exception e) when (Transient.Is(e))
            {
                since = null;
                holds.Doubt();
                attempt.Waiting($"waits for the meta servers: {e.Message}");
            }

            await Task.Delay(services.Options.SlowLook * 10, attempt.Time, attempt.CancellationToken);
        }
    }
}
