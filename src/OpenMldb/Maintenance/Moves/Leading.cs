using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Gives a leader to partitions that have none, or whose recorded leader does not lead; leaves all others alone.</summary>
internal sealed class Leading(MaintenanceServices services)
{
    /// <summary>Returns those that had to be given one.</summary>
    public async Task<IReadOnlyList<MoveGoal>> Settle(StepAttempt attempt, IReadOnlyList<MoveGoal> goals)
    {
        var open = await Leaderless(goals, attempt.CancellationToken);
        var done = 0;
        var lists = open.GroupBy(goal => goal.Partition.Pid % (uint)services.Options.OpLists);
        await Task.WhenAll(lists.Select(async list =>
        {
            foreach (var goal in list)
            {
                attempt.Waiting($"gives {goal.Partition} a leader, {done} of {open.Count} done");
                await SettleOne(attempt, goal);
                Interlocked.Increment(ref done);
            }
        }));
        return open;
    }

    public Task SettleOne(StepAttempt attempt, MoveGoal goal) => new FencedMove(services, goal, _ => 0).Execute(attempt);

    /// <summary>Those of the goals that have no leader which leads by its own account too.</summary>
    public async Task<IReadOnlyList<MoveGoal>> Leaderless(IReadOnlyList<MoveGoal> goals, CancellationToken cancellationToken)
    {
        var entries = (await services.Client.Nameserver.ShowAllTables(cancellationToken))
            .SelectMany(table => table.Partitions.Select(partition => (Id: table.Partition(partition.Pid), Leader: partition.EffectiveLeader?.Endpoint)))
            .ToDictionary(entry => entry.Id, entry => entry.Leader);
        var tablets = entries.Values.OfType<Endpoint>().Distinct().ToList();
        var leading = new HashSet<(Endpoint, TidPid)>();
        foreach (var (tablet, ids) in await Task.WhenAll(tablets.Select(tablet => LedBy(tablet, cancellationToken))))
            leading.UnionWith(ids.Select(id => (tablet, id)));
        return [.. goals.Where(goal => entries.TryGetValue(goal.Partition, out var leader)
            && (leader is not { } tablet || !leading.Contains((tablet, goal.TidPid))))];
    }

    private async Task<(Endpoint Tablet, IReadOnlyList<TidPid> Ids)> LedBy(Endpoint tablet, CancellationToken cancellationToken)
    {
        try
        {
            var statuses = await (await services.Client.Tablet(tablet, cancellationToken)).GetTableStatus(cancellationToken);
            return (tablet, [.. statuses.Where(s => s is { Mode: TableMode.Leader, Serves: true }).Select(s => s.Id)]);
        }
        catch (NodeUnreachableException)
        {
            return (tablet, []); // Each of its partitions is then looked at by itself, and refused with the reason.
        }
    }
}
