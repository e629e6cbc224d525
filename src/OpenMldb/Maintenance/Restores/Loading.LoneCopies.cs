using System.Collections.Concurrent;
using System.Globalization;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class Loading
{
    /// <summary>
    /// An empty directory loads without complaint: a copy that nobody else has must be as far as it was before it leads. One that is not stays a follower, which
    /// accepts nothing, so that what is missing can still be put in place.
    /// </summary>
    private async Task LeadLoneCopies(StepAttempt attempt, ITablet client, HashSet<TidPid> failed, CancellationToken cancellationToken)
    {
        var states = (await client.GetTableStatus(cancellationToken)).ToDictionary(s => s.Id);
        var lost = new ConcurrentDictionary<PartitionId, string>();
        await Each(replicas.Where(r => r.Alone), async (replica, token) =>
        {
            if (failed.Contains(replica.TidPid))
                lost[replica.Partition] = $"{replica.Partition} did not load on {tablet}, and there is no other copy; look at the tablet's log and its data directory";
            else if (!states.TryGetValue(replica.TidPid, out var state) || Missing(replica, state) is not null)
                lost[replica.Partition] = $"{Missing(replica, state)}; there is no other copy, so people must look at the tablet's data directory";
            else
                await Lead(attempt, client, replica, state, token);
        }, cancellationToken);
        if (!lost.IsEmpty) throw new LoneCopiesException(lost);
    }

    private string? Missing(StoppedReplica replica, TableStatus state)
    {
        var came = $"came back on {tablet} with {state.Offset?.ToString(CultureInfo.InvariantCulture) ?? "none"}";
        if (!replica.OffsetKnown) return state.Offset is > 0 ? null : $"nobody recorded how many records {replica.Partition} had in its binlog, and it {came}";
        return state.Offset >= replica.Offset ? null : $"{replica.Partition} had {replica.Offset} records in its binlog and {came}";
    }

    private async Task Lead(StepAttempt attempt, ITablet client, StoppedReplica replica, TableStatus state, CancellationToken cancellationToken)
    {
        if (!replica.OffsetKnown) attempt.Note($"nobody recorded how far {replica.Partition} was; its only copy is at {state.Offset}");
        if (state.Mode == TableMode.Leader) return;
        await Try.Repeatedly(
            token => client.ChangeRole(new ChangeRole(replica.TidPid, TableMode.Leader, replica.Term, []), token),
            async token => await client.GetTableStatus(replica.TidPid, token) is { Mode: TableMode.Leader },
            services.Time,
            cancellationToken);
    }
}

/// <summary>Partitions whose only copy did not come back as it was. They take no writes.</summary>
internal sealed class LoneCopiesException(IReadOnlyDictionary<PartitionId, string> lost)
    : InvalidOperationException(string.Join("; ", lost.Values.Order(StringComparer.Ordinal).Take(10)) + (lost.Count > 10 ? $"; and {lost.Count - 10} more" : ""))
{
    public IReadOnlyDictionary<PartitionId, string> Lost { get; } = lost;
}
