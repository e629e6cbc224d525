using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Operations;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Follows an op to its end and never leaves one behind: on a time-out, an abort, or a task that hangs where none may, it is cancelled.
/// </summary>
internal static class GuardedOp
{
    /// <summary>Tasks whose length depends on data; all others take a few polls of 2 s.</summary>
    private static readonly HashSet<string> Long = ["kSendSnapshot", "kLoadTable", "kCheckBinlogSyncProgress", "kMakeSnapshot", "kDropTable"];

    private static readonly TimeSpan StuckTask = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan CancelDeadline = TimeSpan.FromSeconds(15);

    public static async Task<OpOutcome> Run(
        MaintenanceServices services, StepAttempt attempt, OpRequest request, CancellationToken cancellationToken)
    {
        using var stuck = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (string? Task, long Since) at = (null, attempt.Time.GetTimestamp());
        request = request with
        {
            Progress = progress =>
            {
                attempt.Waiting($"waits for the nameserver: {progress.Sentence}");
                var task = $"{progress.Op.Id} {progress.Op.Status} {progress.Op.Task}";
                if (task == at.Task) return;
                at = (task, attempt.Time.GetTimestamp());
                stuck.CancelAfter(progress.Op is { Status: OpStatus.Doing, Task: { } name } && !Long.Contains(name) ? StuckTask : Timeout.InfiniteTimeSpan);
            },
        };
        try
        {
            var outcome = await services.Client.Ops.Run(request, stuck.Token);
            if (outcome.Verdict == OpVerdict.DeadlineExpired) await Cancel(services, request.Partition);
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Cancel(services, request.Partition);
            return new OpOutcome(OpVerdict.Canceled, null, [], attempt.Time.GetElapsedTime(at.Since), $"op {at.Task} of {request.Partition} hung and was cancelled");
        }
        catch (OperationCanceledException)
        {
            await Cancel(services, request.Partition);
            throw;
        }
    }

    private static async Task Cancel(MaintenanceServices services, PartitionId partition)
    {
        using var bounded = new CancellationTokenSource(CancelDeadline, services.Time);
        foreach (var op in await services.Ops.Unfinished(partition, bounded.Token))
        {
            try
            {
                await services.Client.Nameserver.CancelOp(op.Id, bounded.Token);
            }
            catch (RefusedByClusterException e) when (e.Code == ReturnCode.OpStatusIsNotKdoingOrKinited)
            {
                // It ended by itself.
            }
        }

        while (!(await services.Ops.Unfinished(partition, bounded.Token)).IsEmpty)
            await Task.Delay(TimeSpan.FromMilliseconds(100), services.Time, bounded.Token);
    }
}
