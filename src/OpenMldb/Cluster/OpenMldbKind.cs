using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.OpenMldb;

/// <summary>OpenMLDB as a kind of cluster.</summary>
/// <param name="runs">What journals say of its clusters; null where there are none, as for checking a configuration.</param>
public sealed class OpenMldbKind(IHosts hosts, TimeProvider time, ILoggerFactory loggers, IRunsOfClusters? runs = null) : IClusterKind
{
    public const string KindName = "openmldb";

    public string Name => KindName;

    public IReadOnlyList<Type> PlaybookTypes { get; } = [typeof(Tablet), typeof(DrainedTablet), typeof(OpenMldb)];

    public IReadOnlyList<Type> NodeTypes { get; } = [typeof(Tablet)];

    public IReadOnlyList<string> Validate(string name, IConfigurationSection section)
    {
        try
        {
            return OpenMldbSettingsValidator.Validate(name, Bind(section));
        }
        catch (InvalidOperationException fault)
        {
            return [$"Nightshift:Clusters:{name}: {fault.InnerException?.Message ?? fault.Message}"];
        }
    }

    public ICluster Open(string name, IConfigurationSection section) => new OpenMldbCluster(name, this, Bind(section), hosts, runs, time, loggers);

    private static OpenMldbSettings Bind(IConfigurationSection section) => section.Get<OpenMldbSettings>() ?? new OpenMldbSettings();
}
