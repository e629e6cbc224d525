using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Bot.Configuration;
using Nightshift.Bot.Wiring;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Onebox.Deployment;
using Nightshift.OpenMldb;
using Nightshift.Pegasus;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>A cluster in a box with everything that carries playbooks out on it, for tests of playbooks; the configured clusters are not touched.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly OpenMldbOnebox _box;
    private readonly ServiceProvider _services;

    private TestCluster(OpenMldbOnebox box, ServiceProvider services) => (_box, _services) = (box, services);

    public OpenMldbOnebox Box => _box;

    public ICluster Cluster => _services.GetRequiredService<IClusters>().All[0];

    public IRunProgram Program => _services.GetRequiredService<IRunProgram>();

    public PlaybookFiles Playbooks => _services.GetRequiredService<PlaybookFiles>();

    /// <summary>Brings the box up, unless it is up.</summary>
    /// <param name="scripts">The folder of playbooks, for what a playbook loads.</param>
    public static async Task<TestCluster> UpAsync(OneboxOptions options, string scripts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var box = new OpenMldbOnebox(options, TimeProvider.System);
        try
        {
            await box.UpAsync(progress, cancellationToken);
            return new TestCluster(box, Services(await box.DescribeAsync(cancellationToken), scripts));
        }
        catch
        {
            await box.DownAsync(progress, CancellationToken.None);
            box.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        _box.Dispose();
    }

    private static ServiceProvider Services(OneboxDescription box, string scripts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(OneboxSection.Of(box)).Build();
        var hosts = new HostsOptions { DetachedRoot = Path.Combine(box.Directory, "commands") };
        return new ServiceCollection()
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
