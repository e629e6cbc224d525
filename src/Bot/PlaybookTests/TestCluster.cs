using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Bot.Wiring;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb;
using Nightshift.Pegasus;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>A cluster in a box with everything that carries playbooks out on it, for tests of playbooks; the configured clusters are not touched.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestCluster(ITestBox box, ServiceProvider services) => (Box, _services) = (box, services);

    public ITestBox Box { get; }

    public ICluster Cluster => _services.GetRequiredService<IClusters>().All[0];

    public IRunProgram Program => _services.GetRequiredService<IRunProgram>();

    public PlaybookFiles Playbooks => _services.GetRequiredService<PlaybookFiles>();

    /// <summary>Brings the box up, unless it is up, and owns it from then on.</summary>
    /// <param name="scripts">The folder of playbooks, for what a playbook loads.</param>
    public static async Task<TestCluster> UpAsync(ITestBox box, string scripts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            await box.UpAsync(progress, cancellationToken);
            return new TestCluster(box, Services(box, await box.ConfigurationAsync(cancellationToken), scripts));
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Box.DisposeAsync();
    }

    private static ServiceProvider Services(ITestBox box, IReadOnlyDictionary<string, string?> cluster, string scripts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(cluster).Build();
        var hosts = new HostsOptions { DetachedRoot = Path.Combine(box.Directory, "commands") };
        var services = new ServiceCollection();
        box.Configure(services);
        return services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IHosts>(new HostPool(hosts, TimeProvider.System, NullLoggerFactory.Instance))
            .AddSingleton<IClusterKind, OpenMldbKind>()
            .AddSingleton<IClusterKind, PegasusKind>()
            .AddSingleton<IClusters>(provider => ConfiguredClusters.Open(configuration, [.. provider.GetServices<IClusterKind>()]))
            .AddPlaybooks(new PlaybookSettings { Folder = scripts, CacheFolder = Path.Combine(box.Directory, "playbooks") })
            .BuildServiceProvider();
    }
}
