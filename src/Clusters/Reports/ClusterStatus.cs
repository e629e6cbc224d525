namespace Nightshift.Clusters;

public enum Health
{
    /// <summary>Could not be found out; treated as unsafe everywhere.</summary>
    Unknown,
    Healthy,
    Degraded,
    Down,
}

/// <param name="Version">As the process itself reports it; null when unknown.</param>
/// <param name="Note">Role, age, leaders, or why the state is unknown.</param>
public sealed record NodeStatus(string Component, string Name, Health Health, string? Version, string Note);

public sealed record ClusterStatus(string Cluster, string Kind, Health Health, IReadOnlyList<NodeStatus> Nodes, IReadOnlyDictionary<string, string> Settings, string Summary);

public sealed record TableStatus(
    string Name,
    int Partitions,
    int Replicas,
    Health Health,
    long? Records,
    long? MemoryBytes,
    long? DiskBytes,
    string Note);

/// <summary>One partition of a table.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Leader">Who takes writes: a leader, a primary; null when nobody does.</param>
/// <param name="Followers">The other nodes that hold it; one that is not as it should be has the reason in brackets behind it.</param>
/// <param name="Version">What tells configurations apart, in the field's words: <c>ballot 7, decree 41</c>, <c>term 3, offset 120</c>.</param>
/// <param name="Note">What is wrong; empty when nothing is.</param>
public sealed record PartitionStatus(int Index, Health Health, string? Leader, IReadOnlyList<string> Followers, string Version, string Note);

public sealed record OperationStatus(string Id, string Type, string Subject, string State, string Task, DateTimeOffset? Began, TimeSpan? Took);

/// <summary>One obstacle: the thing, the reason, the next step.</summary>
/// <param name="Blocks">False: worth knowing, does not stand in the way.</param>
public sealed record Finding(string Thing, string Reason, string NextStep, bool Blocks = true)
{
    public override string ToString() => $"{Thing}: {Reason}; {NextStep}";
}
