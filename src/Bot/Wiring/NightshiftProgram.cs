using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Configuration;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Grammar;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb;
using Nightshift.Pegasus;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.Wiring;

/// <summary>
/// The program without its page: what one command on the command line needs. It carries on with what a killed one left only when asked to: a command that
/// reads is gone before such a run could end.
/// </summary>
internal sealed class NightshiftProgram : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RunService _runs;

    private NightshiftProgram(ServiceProvider services, RunService runs)
    {
        _services = services;
        _runs = runs;
    }

    public TimeProvider Time { get; } = TimeProvider.System;

    public IRuns Runs => _runs;

    public ChatService Chat => _services.GetRequiredService<ChatService>();

    /// <summary>The runs that this process carries on.</summary>
    public IReadOnlyCollection<RunId> Carried => _runs.Carried;

    /// <param name="decisionDeadline">For the runs that are submitted here, instead of the configured one.</param>
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
        await runs.StartWatchingAsync(cancellationToken);
        return new NightshiftProgram(services, runs);
    }

    /// <summary>Takes up what processes that are no more had left; from now on also what others leave. Returns which.</summary>
    public Task<IReadOnlyList<RunId>> ResumeAsync(CancellationToken cancellationToken) => _runs.ResumeAllAsync(cancellationToken);

    /// <summary>The run, when it is to be waited for: nobody has to agree before it goes on, and it has not ended.</summary>
    public async Task<RunView?> FindCarriedAsync(RunId run, CancellationToken cancellationToken)
    {
        if (!_runs.Carried.Contains(run)) return null;
        var view = await _runs.FindAsync(run, cancellationToken);
        return view is null || view.Summary.State.IsFinal() || view.Summary.State is RunState.Planned or RunState.AwaitingApproval ? null : view;
    }

    /// <summary>Whether the text is a playbook's command, which changes a cluster; everything built in reads, or answers a run of whoever carries it on.</summary>
    public async Task<bool> ChangesAsync(string text, CancellationToken cancellationToken)
    {
        if (!CommandTextParser.TryParse(text, out var parsed, out _)) return false;
        try
        {
            var (command, _) = await _services.GetRequiredService<CommandTable>().FindAsync(parsed, cancellationToken);
            var playbooks = await _services.GetRequiredService<PlaybookCatalog>().CurrentAsync(cancellationToken);
            return playbooks.Playbooks.Any(playbook => playbook.Descriptor.Command == command.Words);
        }
        catch (CommandRefusedException)
        {
            // There is no such command; it is told when the command is given.
            return false;
        }
    }

    /// <exception cref="ConfigurationException">A cluster's section has faults.</exception>
    public static void CheckClusters(Startup startup)
    {
        var faults = ConfiguredClusters.Validate(startup.Configuration, Kinds(TimeProvider.System), startup.Resting);
        if (faults.Count > 0) throw new ConfigurationException(faults);
    }

    /// <summary>The kinds of clusters, for checking a configuration before anything is opened.</summary>
    public static IReadOnlyList<IClusterKind> Kinds(TimeProvider time)
    {
        var hosts = new HostPool(new HostsOptions(), time, NullLoggerFactory.Instance);
        return [new OpenMldbKind(hosts, time, NullLoggerFactory.Instance), new PegasusKind(hosts, time, NullLoggerFactory.Instance)];
    }

    public async ValueTask DisposeAsync()
    {
        await _runs.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
