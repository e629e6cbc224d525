using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;

namespace Nightshift.Pegasus;

/// <summary>Apache Pegasus as a kind of cluster.</summary>
/// <param name="runs">What journals say of its clusters; null where there are none, as for checking a configuration.</param>
/// <param name="maintenance">Null: as a cluster with upstream's own times needs it.</param>
public sealed class PegasusKind(IHosts hosts, TimeProvider time, ILoggerFactory loggers, IRunsOfClusters? runs = null, MaintenanceOptions? maintenance = null) : IClusterKind
{
    public const string KindName = "pegasus";

    public string Name => KindName;

    public IReadOnlyList<Type> PlaybookTypes { get; } = [typeof(ReplicaServer), typeof(MetaServer), typeof(Collector), typeof(DrainedServer), typeof(Pegasus), typeof(MetaLevel)];

    public IReadOnlyList<Type> NodeTypes { get; } = [typeof(ReplicaServer), typeof(MetaServer), typeof(Collector)];

    public IReadOnlyList<string> Validate(string name, IConfigurationSection section)
    {
        try
        {
            return PegasusSettingsValidator.Validate(name, Bind(section));
        }
        catch (InvalidOperationException fault)
        {
            return [$"Nightshift:Clusters:{name}: {fault.InnerException?.Message ?? fault.Message}"];
        }
    }

    public ICluster Open(string name, IConfigurationSection section) => new PegasusCluster(name, this, Bind(section), hosts, runs, maintenance ?? new MaintenanceOptions(), time, loggers);

    private static PegasusSettings Bind(IConfigurationSection section) => section.Get<PegasusSettings>() ?? new PegasusSettings();
}
