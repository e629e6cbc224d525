using Nightshift.Onebox.Deployment;

namespace Nightshift.Bot.PlaybookTests.Boxes;

/// <summary>Two looks at an OpenMLDB cluster. Each partition has to be led from where it was led, by those who had it.</summary>
/// <param name="before">How the cluster was, in order.</param>
/// <param name="afterSuccess">How a run without faults left it; a playbook may move leaders on purpose.</param>
internal sealed class OpenMldbComparison(OneboxLook before, OneboxLook? afterSuccess)
{
    /// <summary>What is worse now, a sentence each.</summary>
    public IEnumerable<string> Worse(OneboxLook now)
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
