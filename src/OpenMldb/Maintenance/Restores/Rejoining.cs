using System.Collections.Concurrent;
using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What became of replicas that were brought back. Journaled.</summary>
/// <param name="ByOp">Those that needed the nameserver's op, each with the reason.</param>
internal sealed record RejoinResult(int Replicas, IReadOnlyList<string> ByOp);

/// <summary>
/// Makes replicas alive followers of their leaders: linked, caught up, recorded so. All of them at once; one poll of each tablet serves all that
/// wait. Begins by looking, so that it carries on wherever a crash left it. See docs/decisions/0011-return-without-ops.md.
/// </summary>
internal sealed partial class Rejoining(MaintenanceServices services, IReadOnlyList<ReplicaRef> replicas)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly List<RejoinState> _states = [.. replicas.Select(r => new RejoinState(r))];
    private readonly MaintenanceOptions _options = services.Options;
    private readonly PartitionLook _look = new(services.Client, services.Ops);

    /// <summary>Where partitions that fail are collected while the others go on; null lets the first failure end all.</summary>
    public ConcurrentDictionary<PartitionId, string>? Failures { get; init; }

    /// <summary>Followers that the record and their leader know are left alone, however far behind: nothing was done to them.</summary>
    public bool LeaveAliveAlone { get; init; }

    /// <summary>Copies that may be dropped although they have, or may have, records that their leader lacks; any other of that kind is an error for people.</summary>
    public IReadOnlySet<(PartitionId, Endpoint)> MayDrop { get; init; } = ImmutableHashSet<(PartitionId, Endpoint)>.Empty;

    public async Task<RejoinResult> Execute(StepAttempt attempt)
    {
        var cancellationToken = attempt.CancellationToken;
        if (_states.Count > 0) await AutoFailoverHold.KeepOff(services.Client, attempt, cancellationToken);
        var tables = (await services.Client.Nameserver.ShowAllTables(cancellationToken)).ToDictionary(t => t.Id);
        var loaded = await Statuses(_states.Select(s => s.Replica.Tablet), cancellationToken);
        await Each(_states, state => OrFail(state, () => Prepare(attempt, state, tables, loaded, cancellationToken)), cancellationToken);
        var byOp = new List<string>();
        var ops = new List<Task>();
        using var lists = new OpLists(_options);
        try
        {
            while (_states.Any(s => s.Phase != RejoinPhase.Done))
            {
                await Sample(attempt, cancellationToken);
                await Record(cancellationToken);
                foreach (var state in _states.Where(s => s.Phase == RejoinPhase.NeedsOp).ToList())
                {
                    byOp.Add($"{state.Replica}: {state.Because}");
                    state.Become(RejoinPhase.UnderOp, state.Because);
                    ops.Add(OrFail(state, () => RecoverByOp(attempt, state, lists, cancellationToken)));
                }

                if (ops.FirstOrDefault(op => op.IsFaulted) is { } failed) await failed;
                if (_states.All(s => s.Phase == RejoinPhase.Done)) break;
                Say(attempt);
                await Task.Delay(Poll, attempt.Time, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(ops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await CheckRecord(cancellationToken);
        return new RejoinResult(_states.Count, byOp);
    }

    private async Task OrFail(RejoinState state, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (Failures is not null && (e is MoveRefusedException or OpenMldbException))
        {
            Failures[state.Replica.Partition] = e.Message;
            state.Become(RejoinPhase.Done);
        }
    }

    /// <summary>Samples all that are linked; those that caught up go on, those whose link stands still are given to the nameserver.</summary>
    private async Task Sample(StepAttempt attempt, CancellationToken cancellationToken)
    {
        var linked = _states.Where(s => s.Phase == RejoinPhase.Linked).ToList();
        if (linked.Count == 0) return;
        var own = await Statuses(linked.Select(s => s.Replica.Tablet), cancellationToken);
        var leaders = await Statuses(linked.Select(s => s.Leader), cancellationToken);
        var now = attempt.Time.GetTimestamp();
        await Each(linked, state => OrFail(state, () => Judge(state)), cancellationToken);

        Task Judge(RejoinState state)
        {
            if (!own[state.Replica.Tablet].TryGetValue(state.Replica.TidPid, out var follower) || follower.Offset is not { } offset)
                state.Become(RejoinPhase.NeedsOp, "it is not loaded");
            else if (!leaders[state.Leader].TryGetValue(state.Replica.TidPid, out var leader) || leader.Offset is not { } ahead)
                throw new MoveRefusedException($"{state.Leader}, which leads {state.Replica.Partition}, does not tell its offset");
            else if (offset > ahead)
                throw new MoveRefusedException($"{state.Replica} is at {offset} and {state.Leader}, which leads it, at {ahead}: it has records that its leader lacks, people must look at it");
            else if (state.Sample(ahead, offset, _options.LagWhenCaughtUp, now))
                state.Become(RejoinPhase.CaughtUp);
            else if (attempt.Time.GetElapsedTime(state.LastProgress, now) > _options.StalledLink)
                state.Become(RejoinPhase.NeedsOp, $"its link stood still at offset {offset} of {ahead}");
            return Task.CompletedTask;
        }
    }

    private void Say(StepAttempt attempt)
    {
        var open = _states.Where(s => s.Phase != RejoinPhase.Done).ToList();
        var first = open.MaxBy(s => s.Lag)!;
        attempt.Waiting(first.Phase == RejoinPhase.UnderOp
            ? $"waits for the nameserver to recover {first.Replica} ({first.Because}), {open.Count} of {_states.Count} replicas to go"
            : $"waits for the lag of {first.Replica} to become 0, now {first.Lag} records, {open.Count} of {_states.Count} replicas to go");
    }

    private async Task<Dictionary<Endpoint, Dictionary<TidPid, TableStatus>>> Statuses(IEnumerable<Endpoint> tablets, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(tablets.Distinct().Select(async tablet =>
        {
            var client = await services.Client.Tablet(tablet, cancellationToken);
            return (tablet, statuses: await client.GetTableStatus(cancellationToken));
        }));
        return read.ToDictionary(r => r.tablet, r => r.statuses.ToDictionary(s => s.Id));
    }

    private Task Each(IEnumerable<RejoinState> states, Func<RejoinState, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            states,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
            async (state, _) => await work(state));
}
