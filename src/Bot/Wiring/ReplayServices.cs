using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Bot.Wiring;

/// <summary>The parts of the program that a replay needs: the compiler, and a cluster that is never asked.</summary>
internal static class ReplayServices
{
    /// <summary>A configured cluster of the run's name lends its settings; for any other, one is made up. Neither is connected to.</summary>
    public static ServiceProvider Create(Startup startup, StoredHistory history) => new ServiceCollection()
        .AddLogging()
        .AddNightshift(startup, null)
        .AddSingleton<IClusters>(provider => ConfiguredClusters.Open(Configuration(startup, history.Request), [.. provider.GetServices<IClusterKind>()]))
        .BuildServiceProvider();

    private static IConfiguration Configuration(Startup startup, RunRequest request)
    {
        var cluster = $"Nightshift:Clusters:{request.Cluster}";
        if (!string.IsNullOrEmpty(startup.Configuration[$"{cluster}:Kind"])) return startup.Configuration;
        return new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                [$"{cluster}:Kind"] = request.Playbook.Split('/')[0],
                [$"{cluster}:ZooKeeper"] = "127.0.0.1:1",
                [$"{cluster}:Metas"] = "127.0.0.1:1",
            })
            .Build();
    }
}
