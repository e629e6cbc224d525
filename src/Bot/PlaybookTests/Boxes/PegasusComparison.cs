using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.Bot.PlaybookTests.Boxes;

/// <summary>
/// Two looks at a Pegasus cluster. Where primaries are and who leads the metas may change with every restart; that every partition is complete, on servers that are alive, may
/// not.
/// </summary>
/// <param name="before">How the cluster was, in order.</param>
/// <param name="afterSuccess">How a run without faults left it; a playbook may make a table on purpose. Null while there was none.</param>
internal sealed class PegasusComparison(PegasusLook before, PegasusLook? afterSuccess)
{
    /// <summary>What is worse now, a sentence each.</summary>
    public IEnumerable<string> Worse(PegasusLook now) => [.. OfServers(now), .. OfSettings(now), .. OfTables(now), .. OfPartitions(now)];

    private IEnumerable<string> OfServers(PegasusLook now)
    {
        foreach (var process in now.Idle.Except(before.Idle)) yield return $"{process} does not serve";
        foreach (var server in now.Dead.Except(before.Dead)) yield return $"replica server {server} is not alive";
    }

    private IEnumerable<string> OfSettings(PegasusLook now)
    {
        if (now.Level != before.Level) yield return $"the level is {now.Level}, before {before.Level}";
        else if (now.ActsAs != before.ActsAs) yield return $"the leader acts as {now.ActsAs}, before as {before.ActsAs}";
        foreach (var (name, value) in before.Settings)
        {
            if (now.Settings.GetValueOrDefault(name) is var seen && seen != value) yield return $"{name} is {seen ?? "unknown"}, before {value}";
        }
    }

    private IEnumerable<string> OfTables(PegasusLook now)
    {
        foreach (var was in before.Tables)
        {
            var table = now.Tables.FirstOrDefault(table => table.Id == was.Id);
            if (table != was) yield return $"table {was.Name} is {table?.Status ?? "gone"}, before {was.Status}";
        }

        if (afterSuccess is null) yield break;
        foreach (var table in now.Tables.ExceptBy(before.Tables.Concat(afterSuccess.Tables).Select(table => table.Id), table => table.Id)) yield return $"table {table.Name} is new";
    }

    private IEnumerable<string> OfPartitions(PegasusLook now)
    {
        var found = now.Partitions.ToDictionary(partition => partition.Pid);
        foreach (var was in before.Partitions.Where(was => !found.ContainsKey(was.Pid))) yield return $"{was.Table} {was.Pid} is gone";
        var members = before.Partitions.ToDictionary(partition => partition.Pid, partition => partition.Members);
        foreach (var partition in now.Partitions)
        {
            if (partition.Primary is null) yield return $"{partition.Table} {partition.Pid} has no primary";
            else if (!partition.Whole) yield return $"{partition.Table} {partition.Pid} has {partition.Members} of {partition.MaxReplicas} replicas";
            else if (members.TryGetValue(partition.Pid, out var was) && partition.Members != was) yield return $"{partition.Table} {partition.Pid} has {partition.Members} replicas, before {was}";
        }
    }
}
