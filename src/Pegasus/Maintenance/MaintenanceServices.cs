using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>What maintenance of one cluster works with; one instance per cluster.</summary>
/// <param name="Process">Process control of the server with a role (<see cref="Processes.ServerRoles"/>) and a name as the cluster writes it.</param>
internal sealed record MaintenanceServices(
    IPegasusClient Client, ISnapshotReader Snapshots, Func<string, Endpoint, IServerProcess> Process, MaintenanceOptions Options, TimeProvider Time)
{
    /// <summary>What people type where a run could not put something right.</summary>
    public HandCommands ByHand { get; init; } = HandCommands.None;

    /// <summary>The configured servers of a role.</summary>
    public Func<string, IReadOnlyList<Endpoint>> Installed { get; init; } = _ => [];

    public Leadership Leadership { get; } = new(Time);

    public IMeta Meta => Client.Meta;

    /// <summary>The cluster inside a step, also while another meta server takes over.</summary>
    public Task<ClusterSnapshot> Look(SnapshotScope scope, StepAttempt attempt) => Transient.Outlast(attempt, Options, () => Snapshots.Read(scope, attempt.CancellationToken));
}
