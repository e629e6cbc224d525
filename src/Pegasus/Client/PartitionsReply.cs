namespace Nightshift.Pegasus.Client;

/// <summary>Compares what query_cfg answered with what was asked. Pure.</summary>
internal static class PartitionsReply
{
    /// <param name="asked">Indices; empty: all.</param>
    public static AppPartitions Of(CallSite call, AppPartitions answer, IReadOnlyList<int> asked)
    {
        var partitions = answer.Partitions.Sort(static (a, b) => a.Id.Index.CompareTo(b.Id.Index));
        for (var i = 0; i < partitions.Length; i++)
        {
            var id = partitions[i].Id;
            if (id.AppId != answer.AppId || id.Index < 0 || id.Index >= answer.PartitionCount || (i > 0 && id.Index == partitions[i - 1].Id.Index))
                throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with a partition {id} that is not of this table, or twice.");
        }

        var wanted = asked.Count == 0 ? answer.PartitionCount : asked.Distinct().Count();
        if (partitions.Length != wanted)
            throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with {partitions.Length} partitions instead of {wanted}.");
        if (asked.Count > 0 && asked.Any(index => !partitions.Any(p => p.Id.Index == index)))
            throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} with other partitions than were asked for.");
        return answer with { Partitions = partitions };
    }
}
