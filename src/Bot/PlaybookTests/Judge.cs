using Nightshift.Onebox.Deployment;
using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>Whether a cluster is no less safe than before a run. What passes by itself within a while is no fault: replicas connect, servers answer again.</summary>
/// <param name="before">How the cluster was, in order.</param>
/// <param name="afterSuccess">How a run without faults left it; a playbook may move leaders on purpose.</param>
internal sealed class Judge(OneboxLook before, OneboxLook? afterSuccess, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Everything that is wrong, a sentence each; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(OpenMldbOnebox box, FaultedRunEnd end, CancellationToken cancellationToken)
    {
        List<string> problems = [.. OfRun(end.Run)];
        problems.AddRange(await OfClusterAsync(box, cancellationToken));
        return problems;
    }

    public async Task<IReadOnlyList<string>> OfClusterAsync(OpenMldbOnebox box, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var problems = await LookAsync(box, cancellationToken);
            if (problems.Count == 0 || time.GetElapsedTime(began) > Patience) return problems;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync(OpenMldbOnebox box, CancellationToken cancellationToken)
    {
        try
        {
            return [.. OfCluster(await box.LookAsync(cancellationToken))];
        }
        catch (Exception e) when (e is HttpRequestException or OneboxException)
        {
            return [$"the cluster cannot be looked at: {e.Message}"];
        }
    }

    private static IEnumerable<string> OfRun(RunView run)
    {
        if (run.Summary.State is not (RunState.Succeeded or RunState.Stopped or RunState.Failed)) yield return $"it ended {run.Summary.State} ({run.Summary.Reason})";
        foreach (var hold in run.Holds) yield return $"{hold.Setting} is still held at {hold.Value} and was {hold.Before}";
    }

    /// <summary>What is worse now, a sentence each.</summary>
    public IEnumerable<string> OfCluster(OneboxLook now)
    {
        foreach (var process in now.Idle.Except(before.Idle)) yield return $"{process} does not serve";
        if (now.AutoFailover != before.AutoFailover) yield return $"auto_failover is {now.AutoFailover ?? "unknown"}";
        foreach (var was in before.Partitions)
        {
            if (now.Partitions.FirstOrDefault(partition => partition.Name == was.Name) is not { } partition) yield return $"{was.Name} is gone";
            else if (OfPartition(was, partition) is { } problem) yield return $"{was.Name}: {problem}";
        }

        var last = before.Ops.Select(op => op.Id).DefaultIfEmpty(0).Max();
        foreach (var op in now.Ops.Where(op => op.Id > last && op.Status is "kInited" or "kDoing" or "kFailed")) yield return $"op {op.Id} {op.Type} is {op.Status}";
    }

    private string? OfPartition(OneboxPartition was, OneboxPartition now)
    {
        if (now.Fault is { } fault) return fault;
        if (!now.Replicas.SequenceEqual(was.Replicas)) return $"replicas {string.Join(' ', now.Replicas)}, before {string.Join(' ', was.Replicas)}";
        var mayLead = afterSuccess?.Partitions.FirstOrDefault(partition => partition.Name == was.Name)?.Leader;
        return now.Leader == was.Leader || now.Leader == mayLead ? null : $"led by {now.Leader}, before by {was.Leader}";
    }
}
