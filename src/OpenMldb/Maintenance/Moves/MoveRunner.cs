using System.Collections.Concurrent;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Many leader moves, as many at a time as the nameserver has op lists: moves of one list could only wait for each other. There is no safe point among them: with
/// auto_failover held and a tablet half drained, the cluster is not as healthy as before.
/// </summary>
internal sealed class MoveRunner(MaintenanceServices services, IReadOnlyDictionary<string, int> leaders)
{
    private readonly ConcurrentDictionary<string, int> _leaders = new(leaders);
    private int _watched;

    public async Task<IReadOnlyList<LeaderMove>> Run(IRunContext context, IReadOnlyList<MoveGoal> goals, CancellationToken cancellationToken)
    {
        var lists = goals.GroupBy(goal => goal.Partition.Pid % (uint)services.Options.OpLists).OrderBy(list => list.Key);
        var moved = await Task.WhenAll(lists.Select(list => RunList(context.Scope($"list {list.Key}"), [.. list], cancellationToken)));
        var moves = moved.SelectMany(list => list).ToList();
        if (moves.Any(move => move.Moved)) await context.StepAsync(new OffsetsStand(services).Define([.. moves.Where(move => move.Moved)]), cancellationToken);
        return moves;
    }

    private async Task<List<LeaderMove>> RunList(IRunContext context, IReadOnlyList<MoveGoal> goals, CancellationToken cancellationToken)
    {
        var moves = new List<LeaderMove>();
        foreach (var goal in goals)
        {
            var move = await context.StepAsync(Step(goal), cancellationToken);
            if (move is null) continue;
            moves.Add(move);
            if (!move.Moved) continue;
            _leaders.AddOrUpdate(move.From.ToString(), 0, (_, count) => count - 1);
            _leaders.AddOrUpdate(move.To.ToString(), 1, (_, count) => count + 1);
        }

        return moves;
    }

    private StepDefinition<LeaderMove> Step(MoveGoal goal) => new()
    {
        Name = $"move {goal.Partition}",
        Description = goal.ToString(),
        ByHand = goal.Home ? services.ByHand.ChangeLeader(goal.Partition, goal.Tablet) : null,
        Execute = async attempt =>
        {
            await Watch(goal, attempt.CancellationToken);
            return await new FencedMove(services, goal, LeadersOf).Execute(attempt);
        },
        Probe = _ => Task.FromResult<Probe<LeaderMove>>(new Probe<LeaderMove>.Run()),
        Plan = plan => Task.FromResult(new LeaderMove(goal.Partition, goal.Tablet, goal.Tablet, null, null, 0, 0, null, TimeSpan.Zero, 0, true)),
        Deadline = services.Options.MoveDeadline,
        Report = move => move.Sentence,
    };

    /// <summary>Once: reads the offsets of all that may have to be fenced, so that later moves know which of them are written to.</summary>
    private async Task Watch(MoveGoal goal, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _watched, 1) == 1) return;
        var others = _leaders.Keys.Select(Endpoint.Parse).Where(tablet => tablet != goal.Tablet);
        await Task.WhenAll((goal.Home ? others : [goal.Tablet]).Select(async tablet =>
        {
            try
            {
                await services.Appends.Sample(await services.Client.Tablet(tablet, cancellationToken), cancellationToken);
            }
            catch (OpenMldbException)
            {
                // Its partitions then count as written to.
            }
        }));
    }

    private int LeadersOf(Endpoint tablet) => _leaders.GetValueOrDefault(tablet.ToString());
}
