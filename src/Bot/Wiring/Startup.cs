using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Configuration;
using Nightshift.Hosts;

namespace Nightshift.Bot.Wiring;

/// <summary>What is known before anything is wired: the checked configuration, and where the store and the logs go.</summary>
/// <param name="DataDirectory">Holds the store, the logs and the cache of compiled playbooks.</param>
/// <param name="OnOnebox">Whether the clusters are those of the onebox, because none is configured.</param>
/// <param name="Resting">Clusters of the onebox that <c>--onebox</c> leaves out; sections that tune them wait for another start.</param>
internal sealed record Startup(IConfigurationRoot Configuration, NightshiftOptions Options, string DataDirectory, bool OnOnebox, IReadOnlyList<string> Resting)
{
    private const string Section = "Nightshift";

    public string StorePath => Options.Store.Path.Length > 0 ? Path.GetFullPath(Options.Store.Path) : Path.Combine(DataDirectory, "nightshift.db");

    /// <summary>The configured folder below the working directory, else the one that was built beside the program.</summary>
    public string ScriptsFolder =>
        Path.IsPathRooted(Options.Scripts) || Directory.Exists(Options.Scripts) ? Path.GetFullPath(Options.Scripts) : Path.Combine(AppContext.BaseDirectory, Options.Scripts);

    /// <summary>The onebox keeps the records of its commands with everything else of it, so that deleting its folder leaves nothing behind.</summary>
    public HostsOptions Hosts
    {
        get
        {
            var usual = new HostsOptions
            {
                SshConfigFile = Options.Ssh.ConfigFile.Length > 0 ? Path.GetFullPath(Options.Ssh.ConfigFile) : null,
                KnownHostsFile = Options.Ssh.KnownHostsFile.Length > 0 ? Path.GetFullPath(Options.Ssh.KnownHostsFile) : null,
                ConnectTimeout = Options.Ssh.ConnectTimeout,
                DetachedRoot = Options.Ssh.Records,
            };
            return OnOnebox ? usual with { DetachedRoot = Path.Combine(DataDirectory, "commands") } : usual;
        }
    }

    /// <summary>Reads and checks the configuration; with no cluster in it, then brings the onebox up and adds that.</summary>
    /// <exception cref="ConfigurationException">It has faults; all of them.</exception>
    public static async Task<Startup> PrepareAsync(StartSettings settings, IProgress<string> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationLoader.Load(settings, null);
        var onOnebox = !NamesCluster(configuration);
        var startup = Check(configuration, settings, onOnebox);
        return onOnebox
            ? Check(ConfigurationLoader.Load(settings, await Oneboxes.BringUpAsync(settings, progress, time, cancellationToken)), settings, onOnebox)
            : startup;
    }

    /// <summary>Reads and checks the configuration without starting anything.</summary>
    public static Startup Read(StartSettings settings)
    {
        var configuration = ConfigurationLoader.Load(settings, null);
        return Check(configuration, settings, !NamesCluster(configuration));
    }

    /// <summary>A section without a kind only tunes the onebox's cluster of that name.</summary>
    private static bool NamesCluster(IConfiguration configuration) =>
        configuration.GetSection($"{Section}:Clusters").GetChildren().Any(cluster => !string.IsNullOrEmpty(cluster["Kind"]));

    /// <summary>Those that are configured; on the onebox, all that it can have: a configuration is as good whichever of them are up.</summary>
    private static IReadOnlyList<string> ClusterNames(IConfiguration configuration, bool onOnebox) =>
        onOnebox ? OneboxClusters.Of(OneboxClusters.All)! : [.. configuration.GetSection($"{Section}:Clusters").GetChildren().Select(cluster => cluster.Key)];

    /// <summary>Sections without a kind that tune nothing the onebox can have.</summary>
    private static IEnumerable<string> Strays(IConfiguration configuration, IReadOnlyList<string> names) =>
        from cluster in configuration.GetSection($"{Section}:Clusters").GetChildren()
        where string.IsNullOrEmpty(cluster["Kind"]) && !names.Contains(cluster.Key, StringComparer.OrdinalIgnoreCase)
        select $"{cluster.Path}: has no Kind, so it would tune a cluster of the onebox, and those are called {string.Join(", ", names)}";

    private static Startup Check(IConfigurationRoot configuration, StartSettings settings, bool onOnebox)
    {
        NightshiftOptions options;
        try
        {
            options = configuration.GetSection(Section).Get<NightshiftOptions>() ?? new NightshiftOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new ConfigurationException([fault.InnerException is { } inner ? $"{fault.Message}: {inner.Message}" : fault.Message]);
        }

        var up = OneboxClusters.Of(settings.Onebox) ?? throw new ConfigurationException([$"--onebox: '{settings.Onebox}' is none of openmldb, pegasus, all"]);
        var names = ClusterNames(configuration, onOnebox);
        List<string> faults = [.. onOnebox ? Strays(configuration, names) : [], .. OptionsValidator.Validate(options, names)];
        if (faults.Count > 0) throw new ConfigurationException(faults);
        var data = onOnebox ? Path.Combine(settings.OneboxDirectory, "nightshift") : Path.GetFullPath(".nightshift");
        return new Startup(configuration, options, data, onOnebox, onOnebox ? [.. names.Except(up)] : []);
    }
}
