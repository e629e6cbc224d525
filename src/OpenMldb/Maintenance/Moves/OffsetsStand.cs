using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Reads the old leaders' offsets once more, before anything is replicated to them: a write that was held up for longer than anybody expected would show.
/// Fails then, with both offsets; the copy with the record is kept as it is.
/// </summary>
internal sealed class OffsetsStand(MaintenanceServices services)
{
    public StepDefinition<Nothing> Define(IReadOnlyList<LeaderMove> moves) => new()
    {
        Name = "offsets stand",
        Description = $"see that the old leaders of {moves.Count} partitions have accepted nothing since",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(1),
        MaySkip = true,
        Execute = attempt => Execute(attempt, moves),
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    private async Task<Nothing> Execute(StepAttempt attempt, IReadOnlyList<LeaderMove> moves)
    {
        await Task.Delay(services.Options.LateAppends, attempt.Time, attempt.CancellationToken);
        var tids = (await services.Client.Nameserver.ShowAllTables(attempt.CancellationToken)).ToDictionary(table => table.Id, table => table.Tid);
        var late = await Task.WhenAll(moves.GroupBy(move => move.From).Select(group => Late(attempt, group.Key, [.. group], tids)));
        var sentences = late.SelectMany(each => each).ToList();
        return sentences.Count == 0 ? Nothing.Value : throw new MoveRefusedException(string.Join("; ", sentences));
    }

    private async Task<List<string>> Late(StepAttempt attempt, Endpoint tablet, IReadOnlyList<LeaderMove> moves, Dictionary<TableId, uint> tids)
    {
        try
        {
            var client = await services.Client.Tablet(tablet, attempt.CancellationToken);
            var offsets = (await client.GetTableStatus(attempt.CancellationToken)).Where(s => s.Mode == TableMode.Follower).ToDictionary(s => s.Id, s => s.Offset);
            return [.. from move in moves
                       where tids.ContainsKey(move.Partition.TableId)
                       let now = offsets.GetValueOrDefault(new TidPid(tids[move.Partition.TableId], move.Partition.Pid))
                       where now > move.FromOffset
                       select $"{tablet} accepted {now - move.FromOffset} records of {move.Partition} after it was fenced at {move.FromOffset}, it is at {now} and {move.To} "
                           + "does not have them; do not recover that replica before people have looked at it"];
        }
        catch (NodeUnreachableException e)
        {
            // Its logs are compared with their leaders' before it may follow them.
            attempt.Note($"{tablet}, which led {moves.Count} partitions before, cannot be asked for its offsets: {e.Message}");
            return [];
        }
    }
}
