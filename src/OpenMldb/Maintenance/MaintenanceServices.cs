using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What maintenance of one cluster works with; one instance per cluster.</summary>
/// <param name="Process">Process control of a tablet.</param>
internal sealed record MaintenanceServices(
    IOpenMldbClient Client, Func<Endpoint, ITabletProcess> Process, MaintenanceOptions Options, TimeProvider Time)
{
    /// <summary>What people type where a run could not put something right.</summary>
    public HandCommands ByHand { get; init; } = HandCommands.None;

    /// <summary>The nameserver's ops, read at most every 200 ms however many moves ask.</summary>
    public OpBoard Ops { get; } = new(Client, Time);

    /// <summary>Since when the logs of partitions stand still.</summary>
    public AppendWatch Appends { get; } = new(Time);
}
