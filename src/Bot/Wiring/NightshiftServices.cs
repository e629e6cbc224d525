using Nightshift.Bot.Configuration;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Commands.Reading;
using Nightshift.Chat.Discord;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb;
using Nightshift.Pegasus;
using Nightshift.Playbooks;
using Nightshift.Runs;

namespace Nightshift.Bot.Wiring;

/// <summary>The parts of the program, the same for the page and for one command.</summary>
internal static class NightshiftServices
{
    /// <param name="decisionDeadline">Instead of the configured one.</param>
    public static IServiceCollection AddNightshift(this IServiceCollection services, Startup startup, TimeSpan? decisionDeadline)
    {
        var options = startup.Options;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IHosts>(provider => new HostPool(
            startup.Hosts, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IRunsOfClusters>(provider => new RunsOfClusters(provider.GetRequiredService<IRuns>));
        services.AddSingleton<IClusterKind, OpenMldbKind>();
        services.AddSingleton<IClusterKind, PegasusKind>();
        services.AddSingleton<IClusters>(provider => ConfiguredClusters.Open(startup.Configuration, [.. provider.GetServices<IClusterKind>()], startup.Resting));
        services.AddPlaybooks(AuthoringServices.SettingsOf(startup));
        services.AddRuns(new RunOptions { Database = startup.StorePath, DecisionDeadline = decisionDeadline ?? options.Runs.DecisionDeadline });
        return services.AddChat(startup);
    }

    private static IServiceCollection AddChat(this IServiceCollection services, Startup startup)
    {
        var options = startup.Options;
        var people = ConfiguredPeople.DirectoryOf(options);
        services.AddSingleton(people);
        services.AddSingleton(ConfiguredPeople.PoliciesOf(options));
        services.AddSingleton(new SecretMask(ConfiguredSecrets.Of(startup.Configuration)));
        services.AddSingleton<BreakGlass>();
        services.AddSingleton<Submission>();
        services.AddSingleton<ClusterChoice>();
        services.AddSingleton<ICommandSource, BuiltInCommands>();
        services.AddSingleton<ICommandSource, PlaybookCommandSource>();
        services.AddSingleton<ICommandSource>(provider => new HelpCommand(provider.GetRequiredService<CommandTable>, people));
        services.AddSingleton<ICommandSource>(provider => new WhoCanCommand(provider.GetRequiredService<CommandTable>, provider.GetRequiredService<ClusterChoice>(), people));
        services.AddSingleton<ICommandSource>(provider => new PlanCommand(provider.GetRequiredService<CommandTable>, people));
        if (options.Discord.IsConfigured) services.AddDiscordPeople(ConfiguredDiscord.Of(options));
        services.AddSingleton<CommandTable>();
        services.AddSingleton<ChatService>();
        return services;
    }
}
