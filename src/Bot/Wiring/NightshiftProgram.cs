using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Configuration;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.Wiring;

/// <summary>The program without its page: what one command on the command line needs. Starting it carries on with what a killed one left.</summary>
internal sealed class NightshiftProgram : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RunService _runs;

    private NightshiftProgram(ServiceProvider services, RunService runs, IReadOnlyList<RunId> resumed)
    {
        _services = services;
        _runs = runs;
        Resumed = resumed;
    }

    public TimeProvider Time { get; } = TimeProvider.System;

    public IRuns Runs => _runs;

    public ChatService Chat => _services.GetRequiredService<ChatService>();

    /// <summary>Runs that a process which is no more had left under way.</summary>
    public IReadOnlyList<RunId> Resumed { get; }

    /// <exception cref="ConfigurationException">The configuration has faults; all of them.</exception>
    public static async Task<NightshiftProgram> StartAsync(StartSettings settings, TimeSpan? decisionDeadline, CancellationToken cancellationToken)
    {
        var startup = await Startup.PrepareAsync(settings, new ConsoleProgress(), TimeProvider.System, cancellationToken);
        CheckClusters(startup);
        var services = new ServiceCollection()
            .AddLogging(logging => Logging.Configure(logging, startup, toConsole: false))
            .AddNightshift(startup, decisionDeadline)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var runs = services.GetRequiredService<RunService>();
        var resumed = await runs.ResumeAllAsync(cancellationToken);
        await runs.StartAsync(cancellationToken);
        return new NightshiftProgram(services, runs, resumed);
    }

    /// <exception cref="ConfigurationException">A cluster's section has faults.</exception>
    public static void CheckClusters(Startup startup)
    {
        var faults = ConfiguredClusters.Validate(startup.Configuration, Kinds(TimeProvider.System));
        if (faults.Count > 0) throw new ConfigurationException(faults);
    }

    /// <summary>The kinds of clusters, for checking a configuration before anything is opened.</summary>
    public static IReadOnlyList<IClusterKind> Kinds(TimeProvider time) =>
        [new OpenMldbKind(new HostPool(new HostsOptions(), time, NullLoggerFactory.Instance), time, NullLoggerFactory.Instance)];

    /// <summary>Every playbook of the folder, compiled and checked, and every fault.</summary>
    public static async Task<PlaybookSet> ReadPlaybooksAsync(Startup startup, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddNightshift(startup, null).BuildServiceProvider();
        return await services.GetRequiredService<PlaybookCatalog>().CurrentAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _runs.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
