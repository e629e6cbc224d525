namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>A cluster as its leading meta and its processes tell it, without any client of the product.</summary>
/// <param name="Level">That was set: <c>steady</c>.</param>
/// <param name="ActsAs">By which the leader acts: <c>freezed</c> while too few servers are alive, whatever was set.</param>
/// <param name="Settings">The leader's live values by the names of their remote commands, in order.</param>
/// <param name="Tables">Every table that there is or was, in order.</param>
/// <param name="Dead">Endpoints of the servers that the leader does not count as alive.</param>
/// <param name="Idle">Names of the processes that do not serve: gone, silent, or a replica server that still loads.</param>
public sealed record PegasusLook(
    string Level,
    string ActsAs,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<PegasusTable> Tables,
    IReadOnlyList<PegasusPartition> Partitions,
    IReadOnlyList<string> Dead,
    IReadOnlyList<string> Idle);

/// <param name="Status"><c>Available</c>, <c>Dropped</c>, …</param>
public sealed record PegasusTable(int Id, string Name, string Status);

/// <summary>A partition as the leading meta has it.</summary>
/// <param name="Pid"><c>app_id.partition_index</c>.</param>
/// <param name="Primary"><c>ip:port</c>, or null.</param>
public sealed record PegasusPartition(string Table, string Pid, long Ballot, string? Primary, IReadOnlyList<string> Secondaries, int MaxReplicas)
{
    public int Members => Secondaries.Count + (Primary is null ? 0 : 1);

    public bool Whole => Primary is not null && Members >= MaxReplicas;
}
