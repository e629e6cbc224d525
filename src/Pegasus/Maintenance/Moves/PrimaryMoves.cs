using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Moves many primaries in passes: those that the leader undid, or refused since something was pending, come again, by what is then seen.</summary>
internal sealed class PrimaryMoves(MaintenanceServices services, StandingHolds holds, StepAttempt attempt)
{
    private readonly Proposals _proposals = new(services.Meta, services.Time);
    private readonly List<PrimaryMove> _moved = [];
    private readonly Dictionary<TablePartition, string> _left = [];
    private readonly HashSet<(Gpid, Endpoint)> _unwilling = [];

    /// <summary>Nothing that was asked for in the last pass had any effect: another would be the same again.</summary>
    private bool _ignored;

    /// <summary>Takes primaries off one server, as far as they have somebody to go to.</summary>
    /// <param name="mayStay">Partitions that may keep their primary there: those without another replica.</param>
    /// <exception cref="MaintenanceRefusedException">Some did not move; each is named with the reason.</exception>
    public async Task<MovedPrimaries> Away(Endpoint server, IReadOnlySet<Gpid> mayStay)
    {
        var began = attempt.Time.GetTimestamp();
        for (var pass = 1; ; pass++)
        {
            await holds.See(attempt, attempt.CancellationToken);
            var snapshot = await services.Look(SnapshotScope.Placement, attempt);
            var led = LedPartitions.On(snapshot, server, mayStay);
            if (led.Count == 0) return new MovedPrimaries([.. _moved], attempt.Time.GetElapsedTime(began));
            if (pass > services.Options.MoveTries) break;
            var alive = snapshot.Nodes.Where(node => node.Alive && node.Server.Name != server).Select(node => node.Server.Name).ToHashSet();
            var movable = led.Select(config => new Movable(config.Value.Id, [.. Candidates(config.Value, alive)])).ToList();
            var plan = PrimaryPlanner.Plan(movable, LedPartitions.Counts(snapshot));
            foreach (var stuck in led.Where(config => !plan.ContainsKey(config.Value.Id))) _left[stuck.Key] = "none of its secondaries is alive and willing";
            await Run([.. led.Where(config => plan.ContainsKey(config.Value.Id)).Select(config => (config.Key, config.Value, plan[config.Value.Id]))], pass);
            if (_ignored || (_left.Count > 0 && plan.Count == 0)) break;
        }

        throw new MaintenanceRefusedException($"{server} is still primary of {MoveSentences.Left(_left, $"{server}")}");
    }

    /// <summary>Moves exactly these; one that cannot move any more stays, and is said.</summary>
    public async Task<MovedPrimaries> To(IReadOnlyDictionary<TablePartition, Endpoint> plan)
    {
        var began = attempt.Time.GetTimestamp();
        var configs = await new PartitionReader(services.Meta).Read(plan.Keys, attempt.CancellationToken);
        await Run([.. from goal in plan where configs.GetValueOrDefault(goal.Key.Id) is { Primary: not null } select (goal.Key, configs[goal.Key.Id], goal.Value)], 1);
        foreach (var left in _left) attempt.Note($"{left.Key} stays where it is: {left.Value}");
        return new MovedPrimaries([.. _moved], attempt.Time.GetElapsedTime(began));
    }

    private async Task Run(IReadOnlyList<(TablePartition Partition, PartitionConfig Config, Endpoint To)> goals, int pass)
    {
        var loop = new ReconfigurationLoop(services, holds, attempt);
        var moves = goals
            .Where(goal => goal.Config.Secondaries.Any(secondary => secondary.Name == goal.To))
            .Select(goal => new MoveInHand(
                goal.Partition, goal.Config.Primary!, goal.Config.Secondaries.First(secondary => secondary.Name == goal.To), pass, _proposals, services.Options,
                () => holds.Generation, () => loop.Now))
            .ToList();
        var later = await loop.Run(moves, attempt.CancellationToken);
        _ignored = moves.Count > 0 && moves.TrueForAll(move => move.Ignored);
        foreach (var move in moves)
        {
            _left.Remove(move.Partition);
            if (move.Moved is { } moved) _moved.Add(moved);
            if (!later.TryGetValue(move, out var why)) continue;
            _left[move.Partition] = why;
            if (move.Unwilling || !(move.Refused || move.Undone)) _unwilling.Add((move.Partition.Id, move.To.Name));
            attempt.Note($"{move.Partition} did not move to {move.To} at try {pass}: {why}");
        }

        if (moves.Any(move => move.Refused)) await Clear(pass);
    }

    /// <summary>
    /// What is pending is let pass first; then the level is set anew, which throws away everything that is queued. Nothing of ours is in hand at that moment.
    /// </summary>
    private async Task Clear(int pass)
    {
        attempt.Waiting("waits for what is pending on partitions to pass");
        await Task.Delay(services.Options.Unanswered, attempt.Time, attempt.CancellationToken);
        if (pass == 1) return;
        attempt.Note("something stays pending on partitions; the level is set to steady again, which clears it");
        await services.Meta.SetLevel(MetaLevel.Steady, attempt.CancellationToken);
        await Task.Delay(services.Options.SlowLook, attempt.Time, attempt.CancellationToken);
    }

    /// <summary>A secondary that took no notice before is asked last.</summary>
    private List<Endpoint> Candidates(PartitionConfig config, HashSet<Endpoint> alive)
    {
        var all = config.Secondaries.Select(secondary => secondary.Name).Where(alive.Contains).ToList();
        var willing = all.Where(candidate => !_unwilling.Contains((config.Id, candidate))).ToList();
        return willing.Count > 0 ? willing : all;
    }
}
