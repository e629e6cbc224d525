using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>Questions to a table's metadata.</summary>
internal static class TableInfoExtensions
{
    public static bool Alive(this PartitionMeta meta) => meta.IsAlive ?? true;

    public static bool Leads(this PartitionMeta meta) => meta.IsLeader == true;

    public static TablePartition? Partition(this TableInfo table, uint? pid)
        => table.TablePartition.FirstOrDefault(each => each.Pid == (pid ?? 0));

    public static PartitionMeta? Replica(this TablePartition partition, string? endpoint)
        => partition.PartitionMeta.FirstOrDefault(each => each.Endpoint == endpoint);

    /// <summary><c>GetLeader</c>: the first replica that is marked leader and alive.</summary>
    public static string? AliveLeader(this TableInfo table, uint? pid)
        => table.Partition(pid)?.PartitionMeta.FirstOrDefault(each => each.Leads() && each.Alive())?.Endpoint;
}
